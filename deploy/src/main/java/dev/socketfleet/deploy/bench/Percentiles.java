package dev.socketfleet.deploy.bench;

import java.util.List;

/** Of measured values. */
final class Percentiles {

  private Percentiles() {}

  /**
   * The value that so many percent of all do not exceed.
   *
   * @param values one at least
   */
  static double of(List<Double> values, int percent) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  /** The same with one digit; a dash when nothing was measured. */
  static String text(List<Double> values, int percent) {
    return values.isEmpty() ? "-" : "%.1f".formatted(of(values, percent));
  }
}
