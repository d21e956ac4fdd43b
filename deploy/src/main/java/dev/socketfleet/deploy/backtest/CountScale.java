package dev.socketfleet.deploy.backtest;

import dev.socketfleet.deploy.backtest.CsvSeries.Row;
import java.util.List;

/**
 * How the values of a series become counts. Whole numbers are counts as they are. Fractions are
 * multiplied by the power of ten that gives the largest of the first values three digits, so that
 * rounding costs less than a hundredth and what does not scatter like a count is not taken for one.
 *
 * <p>Only the first ten values that are not zero decide: fewer than a rule judges anything by.
 *
 * @param factor 1 or a power of ten
 */
record CountScale(double factor) {

  private static final int VALUES_THAT_DECIDE = 10;
  private static final double LEAST = 100;
  private static final double MAX_FACTOR = 1e6;

  static CountScale of(List<Row> rows) {
    double largest = 0;
    boolean fractions = false;
    int seen = 0;
    for (int i = 0; i < rows.size() && seen < VALUES_THAT_DECIDE; i++) {
      double value = rows.get(i).value();
      if (value > 0) {
        largest = Math.max(largest, value);
        fractions |= value != Math.rint(value);
        seen++;
      }
    }
    double factor = 1;
    while (fractions && largest * factor < LEAST && factor < MAX_FACTOR) {
      factor *= 10;
    }
    return new CountScale(factor);
  }

  long count(double value) {
    return Math.round(value * factor);
  }

  double value(double count) {
    return count / factor;
  }
}
