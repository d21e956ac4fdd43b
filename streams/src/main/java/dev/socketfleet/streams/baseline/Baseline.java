package dev.socketfleet.streams.baseline;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.Arrays;

/**
 * The usual level and spread of one count, learned as it comes.
 *
 * <p>Keeps a histogram of the last days: every sample adds the time that it stands for to the
 * bucket of its count, and all buckets fade exponentially (decayed counts as in G. Cormode, V.
 * Shkapenyuk, D. Srivastava and B. Xu, Forward Decay, ICDE 2009). The level is the median, the
 * spread comes from the 99.5th percentile, so what decides is for how long a count was seen and
 * never how high it was: no incident of minutes moves either, while bursts that belong to the day
 * widen the spread.
 *
 * <p>Counts of sockets scatter like the square root of their level, so distances are measured on
 * the scale {@code 2 sqrt(x + 3/8)}, on which that scatter is 1 at every level (F. J. Anscombe, The
 * transformation of Poisson, binomial and negative-binomial data, Biometrika 35, 1948).
 *
 * <p>State is 5 bytes for each bucket in use: one for a steady series, about ten for a lively one.
 * Not thread-safe.
 */
public final class Baseline {

  /** After this time without being seen, a count weighs 1/e. */
  private static final double MEMORY_MS = 7 * 86_400_000.0;

  /** All buckets together, once the series has been known for much longer than the memory. */
  private static final float FULL = 1;

  /** What was learned in the warm-up stands for half a week, so that minutes cannot outweigh it. */
  private static final float SETTLED = 0.4f;

  /** {@link #SETTLED} and a day more. */
  private static final float SETTLED_AND_SEEN = 0.48f;

  /** Counts up to here have buckets of their own; above, each octave has four. */
  private static final int EXACT = 8;

  private static final int PER_OCTAVE = 4;
  private static final int MAX_BUCKETS = EXACT + PER_OCTAVE * 64;

  private static final double PEAK = 0.995;

  /** Distance of the 99.5th percentile from the median of a normal distribution, in spreads. */
  private static final double PEAK_SPREADS = 2.576;

  /** Nothing scatters less than a Poisson count, until a whole day has shown that it does. */
  private static final double LEAST_SPREAD = 1;

  private static final double LEAST_LEARNED_SPREAD = 0.6;

  /** Beyond this many spreads a sample is taken for an incident and weighs half. */
  private static final double UNUSUAL_SPREADS = 3.8;

  private static final float NEGLIGIBLE = 1e-7f;

  private static final int UNMEASURED = -1;

  private static final double LOG_2 = Math.log(2);

  /** The middle of each bucket, as a count and on the scale of equal scatter. */
  private static final double[] COUNTS = new double[256];

  private static final double[] STABLE = new double[256];

  static {
    for (int bucket = 0; bucket < COUNTS.length; bucket++) {
      COUNTS[bucket] =
          bucket < EXACT ? bucket : EXACT * Math.pow(2, (bucket - EXACT + 0.5) / PER_OCTAVE);
      STABLE[bucket] = 2 * Math.sqrt(COUNTS[bucket] + 3.0 / 8);
    }
  }

  private byte[] buckets;
  private float[] weights;

  /** Derived from the weights when asked for; none after a sample. */
  private int middle = UNMEASURED;

  private double spread;

  private Baseline(byte[] buckets, float[] weights) {
    this.buckets = buckets;
    this.weights = weights;
  }

  /** A series of which nothing is known yet. */
  public static Baseline unknown() {
    return new Baseline(new byte[0], new float[0]);
  }

  /** A series that is known to have been zero. */
  public static Baseline zero() {
    return new Baseline(new byte[] {0}, new float[] {FULL});
  }

  /**
   * Takes a sample in.
   *
   * @param elapsedMs since the sample before: how long it stands for
   * @param known whether the warm-up is over
   */
  public void learn(long count, long elapsedMs, boolean known) {
    if (known) {
      settle();
    }
    double share = -Math.expm1(-Math.max(1, elapsedMs) / MEMORY_MS);
    boolean unusual = known && count > above(UNUSUAL_SPREADS);
    fade((float) (1 - share));
    add(bucketOf(count), (float) (unusual ? share / 2 : share));
    middle = UNMEASURED;
  }

  private void settle() {
    float total = total();
    if (total > 0 && total < SETTLED * 0.99f) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= SETTLED / total;
      }
    }
  }

  private void fade(float factor) {
    int kept = 0;
    for (int i = 0; i < weights.length; i++) {
      float faded = weights[i] * factor;
      if (faded > NEGLIGIBLE) {
        buckets[kept] = buckets[i];
        weights[kept++] = faded;
      }
    }
    if (kept < weights.length) {
      buckets = Arrays.copyOf(buckets, kept);
      weights = Arrays.copyOf(weights, kept);
    }
  }

  /** Buckets are kept in order. */
  private void add(int bucket, float weight) {
    int at = 0;
    while (at < buckets.length && (buckets[at] & 0xFF) < bucket) {
      at++;
    }
    if (at == buckets.length || (buckets[at] & 0xFF) != bucket) {
      buckets = Arrays.copyOf(buckets, buckets.length + 1);
      weights = Arrays.copyOf(weights, weights.length + 1);
      System.arraycopy(buckets, at, buckets, at + 1, buckets.length - 1 - at);
      System.arraycopy(weights, at, weights, at + 1, weights.length - 1 - at);
      buckets[at] = (byte) bucket;
      weights[at] = 0;
    }
    weights[at] += weight;
  }

  /** Whether no sample was taken in yet. */
  public boolean isEmpty() {
    return weights.length == 0;
  }

  /** The usual count: the median; 0 while empty. */
  public double level() {
    measure();
    return COUNTS[middle];
  }

  /**
   * The count that many spreads above the level.
   *
   * @param spreads 3.8 is half as far again as what is exceeded for seven minutes a day
   */
  public double above(double spreads) {
    measure();
    double half = (STABLE[middle] + spreads * spread) / 2;
    return Math.max(0, half * half - 3.0 / 8);
  }

  private void measure() {
    if (middle != UNMEASURED) {
      return;
    }
    float total = total();
    middle = bucketAt(0.5 * total);
    double learned = (STABLE[bucketAt(PEAK * total)] - STABLE[middle]) / PEAK_SPREADS;
    spread = Math.max(total < SETTLED_AND_SEEN ? LEAST_SPREAD : LEAST_LEARNED_SPREAD, learned);
  }

  private int bucketAt(double wanted) {
    double seen = 0;
    int bucket = 0;
    for (int i = 0; i < weights.length && seen < wanted; i++) {
      seen += weights[i];
      bucket = buckets[i] & 0xFF;
    }
    return bucket;
  }

  /** Whether it has nothing to remember: a new one that is zero would say the same. */
  public boolean isQuiet() {
    return buckets.length > 0 && buckets[0] == 0 && weights[0] > 0.999f * total();
  }

  private float total() {
    float total = 0;
    for (float weight : weights) {
      total += weight;
    }
    return total;
  }

  /** Appends 5 bytes for each bucket. */
  public void encode(BinaryWriter out) {
    out.varint(weights.length);
    for (int i = 0; i < weights.length; i++) {
      out.octet(buckets[i]);
      out.fixedFloat(weights[i]);
    }
  }

  /** What {@link #encode} wrote. */
  public static Baseline decode(BinaryReader in) {
    int length = in.varint(MAX_BUCKETS);
    Baseline baseline = new Baseline(new byte[length], new float[length]);
    for (int i = 0; i < length; i++) {
      baseline.buckets[i] = (byte) in.octet();
      baseline.weights[i] = in.fixedFloat();
    }
    return baseline;
  }

  private static int bucketOf(long count) {
    if (count < EXACT) {
      return (int) count;
    }
    double octaves = Math.log((double) count / EXACT) / LOG_2;
    return Math.min(255, EXACT + (int) (PER_OCTAVE * octaves + 1e-9));
  }
}
