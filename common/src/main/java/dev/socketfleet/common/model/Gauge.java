package dev.socketfleet.common.model;

/**
 * What a window knows of a count. A count is a gauge: it is never summed over snapshots.
 *
 * @param samples complete snapshots in the window, above 0
 * @param mean of the samples
 * @param last the youngest sample
 */
public record Gauge(int samples, long min, long max, double mean, long last) {

  public Gauge {
    if (samples <= 0) {
      throw new IllegalArgumentException("samples was " + samples + " but it must be above 0");
    }
  }
}
