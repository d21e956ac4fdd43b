package dev.socketfleet.streams.baseline;

import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;

/**
 * Reads the baselines of the first version: a histogram of counts, without a time of the day.
 * Counts up to 8 had buckets of their own; above, each octave had four.
 */
final class FirstVersion {

  private static final int EXACT = 8;
  private static final int PER_OCTAVE = 4;
  private static final int MAX_BUCKETS = EXACT + PER_OCTAVE * 64;

  private FirstVersion() {}

  /**
   * The same weights around their median.
   *
   * @param size number of buckets, which was read already
   */
  static Baseline decode(BinaryReader in, int size) {
    if (size > MAX_BUCKETS) {
      throw new BinaryFormatException(
          "a baseline has version or size %d, which this does not know".formatted(size));
    }
    double[] heights = new double[size];
    float[] weights = new float[size];
    double total = 0;
    for (int i = 0; i < size; i++) {
      heights[i] = height(in.octet());
      weights[i] = in.fixedFloat();
      total += weights[i];
    }
    double median = median(heights, weights, total);
    FadingHistogram distances = FadingHistogram.empty();
    for (int i = 0; i < size; i++) {
      distances.add(heights[i] - median, weights[i]);
    }
    return Baseline.of(level(size, median), distances);
  }

  private static DailyLevel level(int size, double median) {
    return size == 0 || median == StableScale.ZERO ? DailyLevel.zero() : DailyLevel.flat(median);
  }

  private static double height(int bucket) {
    return StableScale.of(
        bucket < EXACT ? bucket : EXACT * Math.pow(2, (bucket - EXACT + 0.5) / PER_OCTAVE));
  }

  private static double median(double[] heights, float[] weights, double total) {
    double seen = 0;
    for (int i = 0; i < heights.length; i++) {
      seen += weights[i];
      if (seen >= total / 2) {
        return heights[i];
      }
    }
    return StableScale.ZERO;
  }
}
