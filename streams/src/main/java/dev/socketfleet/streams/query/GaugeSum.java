package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Gauge;

/**
 * Adds up gauges of one window that count different sockets. Mean and last are exact; min and max
 * are the exact ones while at most one of the gauges was ever above zero, and bounds beyond that.
 */
final class GaugeSum {

  private int samples;
  private long min;
  private long max;
  private double mean;
  private long last;
  private int parts;

  /** The sum of nothing over a window with so many samples: zero. */
  GaugeSum(int samples) {
    this.samples = samples;
  }

  void add(Gauge gauge) {
    samples = Math.max(samples, gauge.samples());
    min += gauge.min();
    max += gauge.max();
    mean += gauge.mean();
    last += gauge.last();
    parts += gauge.max() > 0 ? 1 : 0;
  }

  Gauge gauge() {
    return new Gauge(samples, min, max, mean, last);
  }

  /** Whether min and max are no more than bounds. */
  boolean isBounds() {
    return parts > 1;
  }
}
