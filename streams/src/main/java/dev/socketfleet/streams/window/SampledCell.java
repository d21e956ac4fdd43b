package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;

/**
 * Accumulates a quantity over those snapshots of a window only that tell it: an accept queue, a
 * kernel counter. A snapshot without it means unknown, not zero; where absence means zero see
 * {@link StateCells}.
 *
 * <p>Owned by the thread that owns its window.
 */
final class SampledCell {

  /** How many its binary form has. */
  static final int NUMBERS = 7;

  private long min = Long.MAX_VALUE;
  private long max;
  private long sum;
  private int samples;
  private long last;

  /** Event time and sequence of the snapshot that {@link #last} is from. */
  private long lastAtMs = Long.MIN_VALUE;

  private long lastSeq = -1;

  void add(long value, long atMs, long seq) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    samples++;
    if (atMs > lastAtMs || (atMs == lastAtMs && seq > lastSeq)) {
      last = value;
      lastAtMs = atMs;
      lastSeq = seq;
    }
  }

  /** Takes what a later or earlier window saw. */
  void merge(SampledCell other) {
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sum += other.sum;
    samples += other.samples;
    if (other.lastAtMs > lastAtMs || (other.lastAtMs == lastAtMs && other.lastSeq > lastSeq)) {
      last = other.last;
      lastAtMs = other.lastAtMs;
      lastSeq = other.lastSeq;
    }
  }

  long sum() {
    return sum;
  }

  Gauge gauge() {
    return new Gauge(samples, min, max, (double) sum / samples, last);
  }

  /**
   * Appends the cell.
   *
   * @param startMs of the window, which makes the time a small number
   */
  void encode(BinaryWriter out, long startMs) {
    out.varint(min);
    out.varint(max - min);
    out.varint(sum);
    out.varint(samples);
    out.varint(last);
    out.varint(lastAtMs - startMs);
    out.varint(lastSeq);
  }

  static SampledCell decode(BinaryReader in, long startMs) {
    SampledCell cell = new SampledCell();
    cell.min = in.varint();
    cell.max = cell.min + in.varint();
    cell.sum = in.varint();
    cell.samples = in.varint(Integer.MAX_VALUE);
    cell.last = in.varint();
    cell.lastAtMs = startMs + in.varint();
    cell.lastSeq = in.varint();
    return cell;
  }
}
