package dev.socketfleet.deploy.cli;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Values over time in one line of text. What was not measured stays blank: a gap is no zero. */
final class Sparkline {

  private static final String BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
  private static final String ASCII = "_.-:=+*#";
  private static final char GAP = ' ';

  private Sparkline() {}

  /**
   * The line. The lowest step is zero, the highest the maximum of all values.
   *
   * @param values one a column, none negative; {@link Double#NaN} where nothing was measured
   */
  static String of(double[] values, boolean unicode) {
    String steps = unicode ? BLOCKS : ASCII;
    double max = max(values).orElse(0);
    StringBuilder line = new StringBuilder(values.length);
    for (double value : values) {
      line.append(Double.isNaN(value) ? GAP : steps.charAt(step(value, max, steps.length())));
    }
    return line.toString();
  }

  /** Zero alone has the lowest step: one socket is not none. */
  private static int step(double value, double max, int steps) {
    return value <= 0 ? 0 : 1 + (int) Math.min(steps - 2, Math.floor(value / max * (steps - 1)));
  }

  /** The same with at most so many columns: each has the highest of its values. */
  static double[] narrowed(double[] values, int columns) {
    if (values.length <= columns) {
      return values;
    }
    double[] narrow = new double[columns];
    for (int column = 0; column < columns; column++) {
      int from = (int) ((long) column * values.length / columns);
      int to = (int) ((long) (column + 1) * values.length / columns);
      narrow[column] = max(Arrays.copyOfRange(values, from, to)).orElse(Double.NaN);
    }
    return narrow;
  }

  private static OptionalDouble max(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).max();
  }
}
