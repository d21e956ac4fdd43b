package dev.socketfleet.streams.baseline;

/**
 * The scale {@code 2 sqrt(x + 3/8)}, on which the noise of a Poisson count is 1 at every level (F.
 * J. Anscombe, The transformation of Poisson, binomial and negative-binomial data, Biometrika 35,
 * 1948).
 */
final class StableScale {

  /** No socket at all. */
  static final double ZERO = of(0);

  private StableScale() {}

  /**
   * A count on the scale.
   *
   * @param count sockets, at least 0
   */
  static double of(double count) {
    return 2 * Math.sqrt(count + 3.0 / 8);
  }

  /** The count, at least 0, that is so high on the scale. */
  static double count(double height) {
    double half = Math.max(0, height) / 2;
    return Math.max(0, half * half - 3.0 / 8);
  }
}
