package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;

/**
 * Accumulates one count over the snapshots of a window. Only snapshots in which the count was above
 * zero touch the cell; the rest follows from the number of snapshots that the window saw. Where
 * absence means unknown see {@link SampledCell}.
 *
 * <p>Owned by the thread that owns its window.
 */
final class GaugeCell {

  private long min = Long.MAX_VALUE;
  private long max;
  private long sum;
  private int present;
  private long last;

  /** Which of the window's newest snapshots {@link #last} is from; see {@link HostWindow}. */
  private int lastId;

  /**
   * Takes one sample.
   *
   * @param newestId the number of the sample when it is the youngest so far, else 0
   */
  void add(long value, int newestId) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    present++;
    if (newestId > 0) {
      last = value;
      lastId = newestId;
    }
  }

  /**
   * Takes what a later or earlier window saw.
   *
   * @param newestIdThere the number of the youngest snapshot in its window
   * @param newestId its number here when it is the youngest so far, else 0
   */
  void merge(GaugeCell other, int newestIdThere, int newestId) {
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sum += other.sum;
    present += other.present;
    if (newestId > 0 && other.lastId == newestIdThere) {
      last = other.last;
      lastId = newestId;
    }
  }

  /** The gauge over all snapshots of the window: one that did not touch the cell means zero. */
  Gauge gauge(int samples, int newestId) {
    return new Gauge(
        samples,
        present < samples ? 0 : min,
        max,
        (double) sum / samples,
        lastId == newestId ? last : 0);
  }

  void encode(BinaryWriter out) {
    out.varint(min);
    out.varint(max - min);
    out.varint(sum);
    out.varint(present);
    out.varint(last);
    out.varint(lastId);
  }

  static GaugeCell decode(BinaryReader in) {
    GaugeCell cell = new GaugeCell();
    cell.min = in.varint();
    cell.max = cell.min + in.varint();
    cell.sum = in.varint();
    cell.present = in.varint(Integer.MAX_VALUE);
    cell.last = in.varint();
    cell.lastId = in.varint(Integer.MAX_VALUE);
    return cell;
  }
}
