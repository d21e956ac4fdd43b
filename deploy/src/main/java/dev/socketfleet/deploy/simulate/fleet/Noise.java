package dev.socketfleet.deploy.simulate.fleet;

/**
 * Randomness without a state: the same key gives the same number, in whatever order and thread it
 * is asked for. Keys are mixed with the finalizer of SplitMix64 (G. Steele, D. Lea, C. Flood, Fast
 * splittable pseudorandom number generators, OOPSLA 2014).
 */
public final class Noise {

  private static final double UNIT = 0x1p-53;
  private static final double IRWIN_HALL_SPREAD = Math.sqrt(1 / 3.0);

  /** Above this mean a Poisson count is as good as normal. */
  private static final double NORMAL_FROM = 12;

  private Noise() {}

  /** A key made of two. */
  public static long mix(long key, long part) {
    long z = key * 0x9E37_79B9_7F4A_7C15L + part + 0x632B_E59B_D9B4_E019L;
    z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return z ^ z >>> 31;
  }

  /** In {@code [0, 1)}. */
  public static double uniform(long key) {
    return (mix(key, 1) >>> 11) * UNIT;
  }

  /** In {@code [from, to)}. */
  public static double between(long key, double from, double to) {
    return from + (to - from) * uniform(key);
  }

  /** In {@code [from, to)}, each factor as likely as the other: for sizes and rates. */
  public static double spread(long key, double from, double to) {
    return from * Math.pow(to / from, uniform(key));
  }

  /** In {@code 0..below - 1}. */
  public static int pick(long key, int below) {
    return (int) Long.remainderUnsigned(mix(key, 2), below);
  }

  /** Nearly normal with mean 0 and spread 1, within 3.5: the sum of four uniform numbers. */
  static double gauss(long key) {
    long bits = mix(key, 3);
    long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
    return (sum / 65_536.0 - 2) / IRWIN_HALL_SPREAD;
  }

  /** How many of something that happens {@code mean} times on average: scatters like its root. */
  public static long count(double mean, long key) {
    if (mean <= 0) {
      return 0;
    }
    if (mean >= NORMAL_FROM) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * gauss(key)));
    }
    double left = uniform(key);
    double probability = Math.exp(-mean);
    long count = 0;
    while (left >= probability && count < 60) {
      left -= probability;
      count++;
      probability *= mean / count;
    }
    return count;
  }

  /** In -1..1, wandering from one value to the next over each span of time. */
  static double smooth(long key, long atMs, long spanMs) {
    long knot = Math.floorDiv(atMs, spanMs);
    double part = (double) Math.floorMod(atMs, spanMs) / spanMs;
    double eased = part * part * (3 - 2 * part);
    double from = 2 * uniform(mix(key, knot)) - 1;
    double to = 2 * uniform(mix(key, knot + 1)) - 1;
    return from + (to - from) * eased;
  }
}
