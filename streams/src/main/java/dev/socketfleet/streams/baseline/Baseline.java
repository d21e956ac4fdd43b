package dev.socketfleet.streams.baseline;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;

/**
 * The usual level and spread of one count, learned as it comes.
 *
 * <p>Counts of sockets scatter like the square root of their level, so they are learned on the
 * scale {@code 2 sqrt(x + 3/8)}, on which that scatter is 1 at every level (F. J. Anscombe, The
 * transformation of Poisson, binomial and negative-binomial data, Biometrika 35, 1948). Level and
 * spread are exponential averages made robust in the way of S. Gelper, R. Fried and C. Croux
 * (Robust forecasting with exponential and Holt-Winters smoothing, Journal of Forecasting 29,
 * 2010): a sample pulls the level by no more than two spreads and the spread by a bounded factor.
 * So an incident of minutes leaves no trace, and a level that stays is accepted within a day or
 * two.
 *
 * <p>Weights follow elapsed time, so that a snapshot every two seconds and one a minute learn the
 * same. State is 8 bytes. Not thread-safe.
 */
public final class Baseline {

  /** How fast level and spread forget: after this time an old sample weighs 1/e. */
  private static final double MEMORY_MS = 6 * 3_600_000.0;

  /** Nothing scatters less than a Poisson count does. */
  private static final float LEAST_SPREAD = 1;

  /** Residuals beyond this many spreads are treated as if they were this large. */
  private static final double CUT = 2;

  /** Makes the spread unbiased for normal residuals under {@link #CUT}: from the paper. */
  private static final double BIWEIGHT = 2.52;

  private static final double OFFSET = 3.0 / 8;

  private float level;
  private float spread;

  private Baseline(float level, float spread) {
    this.level = level;
    this.spread = spread;
  }

  /** A series that is used to this count. */
  public static Baseline startingAt(long count) {
    return new Baseline((float) stabilized(count), LEAST_SPREAD);
  }

  /**
   * Takes a sample in.
   *
   * @param elapsedMs since the sample before
   * @param knownMs for how long the series has been known: while that is short, samples weigh more
   */
  public void learn(long count, long elapsedMs, long knownMs) {
    double share = (double) elapsedMs / Math.max(1, knownMs);
    double weight = Math.min(1, Math.max(-Math.expm1(-elapsedMs / MEMORY_MS), share));
    double residual = stabilized(count) - level;
    double scaled = residual / spread;
    level += (float) (weight * spread * Math.max(-CUT, Math.min(CUT, scaled)));
    double variance = (1 - weight) * spread * spread + weight * bounded(scaled) * spread * spread;
    spread = (float) Math.max(LEAST_SPREAD, Math.sqrt(variance));
  }

  /** The usual count, at least 0. */
  public double level() {
    return counted(level);
  }

  /**
   * The count that many spreads above the level.
   *
   * @param spreads 6 is beyond what noise does in years
   */
  public double above(double spreads) {
    return counted(level + spreads * spread);
  }

  /** Whether it has nothing to remember: a new one that starts at zero would be the same. */
  public boolean isQuiet() {
    return level() < 0.5 && spread < 1.1f;
  }

  /** Appends 8 bytes. */
  public void encode(BinaryWriter out) {
    out.fixedFloat(level);
    out.fixedFloat(spread);
  }

  /** What {@link #encode} wrote. */
  public static Baseline decode(BinaryReader in) {
    return new Baseline(in.fixedFloat(), in.fixedFloat());
  }

  private static double bounded(double scaled) {
    double square = scaled / CUT * (scaled / CUT);
    double rest = 1 - square;
    return square >= 1 ? BIWEIGHT : BIWEIGHT * (1 - rest * rest * rest);
  }

  private static double stabilized(long count) {
    return 2 * Math.sqrt(count + OFFSET);
  }

  private static double counted(double stabilized) {
    double half = Math.max(0, stabilized) / 2;
    return Math.max(0, half * half - OFFSET);
  }
}
