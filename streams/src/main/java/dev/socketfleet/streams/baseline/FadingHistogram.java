package dev.socketfleet.streams.baseline;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.Arrays;

/**
 * For how long each distance from a level was seen. All weights fade exponentially (decayed counts
 * as in G. Cormode, V. Shkapenyuk, D. Srivastava and B. Xu, Forward Decay, ICDE 2009).
 *
 * <p>Buckets are 1 wide near 0 and a sixth of the distance far from it: bucket {@code b} is around
 * {@code 6 sinh(b / 6)}. Five bytes for each in use. Not thread-safe.
 */
final class FadingHistogram {

  private static final double WIDTHS = 6;
  private static final int MAX_BUCKET = 127;
  private static final int MAX_BUCKETS = 2 * MAX_BUCKET + 1;
  private static final float NEGLIGIBLE = 1e-7f;

  /** The distance in the middle of each bucket. */
  private static final double[] MIDDLE = new double[MAX_BUCKETS];

  static {
    for (int i = 0; i < MAX_BUCKETS; i++) {
      MIDDLE[i] = WIDTHS * Math.sinh((i - MAX_BUCKET) / WIDTHS);
    }
  }

  /** Ascending. */
  private byte[] buckets;

  private float[] weights;

  private FadingHistogram(byte[] buckets, float[] weights) {
    this.buckets = buckets;
    this.weights = weights;
  }

  static FadingHistogram empty() {
    return new FadingHistogram(new byte[0], new float[0]);
  }

  /** One that has seen nothing but the distance 0. */
  static FadingHistogram ofZeros(float weight) {
    return new FadingHistogram(new byte[] {0}, new float[] {weight});
  }

  /**
   * What fades in so many times of the memory, {@code 1 - exp(-x)}, for small ones by its series.
   */
  static double faded(double times) {
    return times < 1e-3 ? times - times * times / 2 : -Math.expm1(-times);
  }

  boolean isEmpty() {
    return weights.length == 0;
  }

  /** All weights together. */
  float total() {
    float total = 0;
    for (float weight : weights) {
      total += weight;
    }
    return total;
  }

  /** Lets all weights fade to this part. */
  void fade(float factor) {
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

  /** Adds a weight to the bucket of a distance. */
  void add(double distance, float weight) {
    int bucket = bucketOf(distance);
    int at = 0;
    while (at < buckets.length && buckets[at] < bucket) {
      at++;
    }
    if (at == buckets.length || buckets[at] != bucket) {
      insert(at, (byte) bucket);
    }
    weights[at] += weight;
  }

  /** Moves all distances, as if they had been measured from another level. */
  void moveBy(double way) {
    byte[] from = buckets;
    float[] weight = weights;
    buckets = new byte[0];
    weights = new float[0];
    for (int i = 0; i < from.length; i++) {
      add(MIDDLE[from[i] + MAX_BUCKET] + way, weight[i]);
    }
  }

  private void insert(int at, byte bucket) {
    buckets = Arrays.copyOf(buckets, buckets.length + 1);
    weights = Arrays.copyOf(weights, weights.length + 1);
    System.arraycopy(buckets, at, buckets, at + 1, buckets.length - 1 - at);
    System.arraycopy(weights, at, weights, at + 1, weights.length - 1 - at);
    buckets[at] = bucket;
    weights[at] = 0;
  }

  private static int bucketOf(double distance) {
    if (Math.abs(distance) < 0.5) {
      return 0;
    }
    double scaled = Math.abs(distance) / WIDTHS;
    double bucket = WIDTHS * Math.log(scaled + Math.sqrt(scaled * scaled + 1));
    int nearest = (int) Math.min(MAX_BUCKET, bucket + 0.5);
    return distance < 0 ? -nearest : nearest;
  }

  /**
   * The distance that is exceeded for this weight of the time; 0 while empty.
   *
   * @param above in 0..{@link #total}
   */
  double exceededFor(double above) {
    if (weights.length == 0) {
      return 0;
    }
    int i = weights.length - 1;
    for (double seen = weights[i]; seen <= above && i > 0; seen += weights[i]) {
      i--;
    }
    return MIDDLE[buckets[i] + MAX_BUCKET];
  }

  /** Whether nearly all of it is the distance 0. */
  boolean isQuiet() {
    int at = Arrays.binarySearch(buckets, (byte) 0);
    return at >= 0 && weights[at] > 0.999f * total();
  }

  void encode(BinaryWriter out) {
    out.varint(weights.length);
    for (int i = 0; i < weights.length; i++) {
      out.octet(buckets[i]);
      out.fixedFloat(weights[i]);
    }
  }

  static FadingHistogram decode(BinaryReader in) {
    int length = in.varint(MAX_BUCKETS);
    byte[] buckets = new byte[length];
    float[] weights = new float[length];
    for (int i = 0; i < length; i++) {
      buckets[i] = (byte) in.octet();
      weights[i] = in.fixedFloat();
    }
    return new FadingHistogram(buckets, weights);
  }
}
