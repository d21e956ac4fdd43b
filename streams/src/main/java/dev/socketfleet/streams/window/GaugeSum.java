package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;

/**
 * Adds up gauges of one window that count different sockets. Mean and last are exact; min and max
 * are the exact ones while at most one of the gauges was ever above zero, and bounds beyond that.
 * Owned by one thread.
 */
public final class GaugeSum {

  private static final int MAX_PARTS = Integer.MAX_VALUE;

  private int samples;
  private long min;
  private long max;
  private double mean;
  private long last;
  private int parts;

  /** The sum of nothing over a window with so many samples: zero. */
  public GaugeSum(int samples) {
    this.samples = samples;
  }

  /** Adds other sockets. */
  public void add(Gauge gauge) {
    samples = Math.max(samples, gauge.samples());
    add(gauge.min(), gauge.max(), gauge.mean(), gauge.last(), gauge.max() > 0 ? 1 : 0);
  }

  /** Adds what another one added up, the samples left aside. */
  public void add(GaugeSum other) {
    add(other.min, other.max, other.mean, other.last, other.parts);
  }

  private void add(long moreMin, long moreMax, double moreMean, long moreLast, int moreParts) {
    min += moreMin;
    max += moreMax;
    mean += moreMean;
    last += moreLast;
    parts += moreParts;
  }

  /** The sum. */
  public Gauge gauge() {
    return gauge(samples);
  }

  /** The sum, over a window that knows its number of samples itself. */
  public Gauge gauge(int ofSamples) {
    return new Gauge(ofSamples, min, max, mean, last);
  }

  /** How many of what was added up were above zero at some time. */
  public int parts() {
    return parts;
  }

  /** Whether min and max are no more than bounds. */
  public boolean isBounds() {
    return parts > 1;
  }

  /** Appends the sum, without the samples. */
  public void encode(BinaryWriter out) {
    out.varint(min);
    out.varint(max - min);
    out.fixedDouble(mean);
    out.varint(last);
    out.varint(parts);
  }

  /** Reads what {@link #encode} wrote. */
  public static GaugeSum decode(BinaryReader in) {
    GaugeSum sum = new GaugeSum(0);
    sum.min = in.varint();
    sum.max = sum.min + in.varint();
    sum.mean = in.fixedDouble();
    sum.last = in.varint();
    sum.parts = in.varint(MAX_PARTS);
    return sum;
  }
}
