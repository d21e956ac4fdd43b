package dev.socketfleet.streams.baseline;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.Arrays;

/**
 * The minimum of a count in each of the last one-minute windows of event time. A window is closed
 * by the first sample after it; one without a sample is left out. Not thread-safe.
 */
public final class RisingMinimum {

  /** Length of a window. */
  public static final long WINDOW_MS = 60_000;

  /** The most windows that are kept. */
  public static final int MAX_WINDOWS = 60;

  private long windowStart;
  private long current;
  private long[] closed;

  private RisingMinimum(long windowStart, long current, long[] closed) {
    this.windowStart = windowStart;
    this.current = current;
    this.closed = closed;
  }

  /** A series that begins with this sample. */
  public static RisingMinimum startingAt(long at, long count) {
    return new RisingMinimum(windowStart(at), count, new long[0]);
  }

  /** The start of the window that the time is in. */
  public static long windowStart(long at) {
    return Math.floorDiv(at, WINDOW_MS) * WINDOW_MS;
  }

  /**
   * Takes a sample in.
   *
   * @param keep how many closed windows to remember, at most {@link #MAX_WINDOWS}
   * @param forgetAfterMs a longer gap starts from nothing: what happened in it is unknown
   */
  public void observe(long at, long count, int keep, long forgetAfterMs) {
    long start = windowStart(at);
    if (start == windowStart) {
      current = Math.min(current, count);
      return;
    }
    closed = start - windowStart > forgetAfterMs ? new long[0] : appended(keep);
    windowStart = start;
    current = count;
  }

  private long[] appended(int keep) {
    if (closed.length == keep) {
      System.arraycopy(closed, 1, closed, 0, keep - 1);
      closed[keep - 1] = current;
      return closed;
    }
    int from = Math.max(0, closed.length + 1 - keep);
    long[] longer = Arrays.copyOfRange(closed, from, closed.length + 1);
    longer[longer.length - 1] = current;
    return longer;
  }

  /**
   * Whether each of the last closed minima is above the one before it, and together by more than
   * noise: twice the square root of the first.
   */
  public boolean isRising(int windows) {
    if (closed.length < windows) {
      return false;
    }
    for (int i = closed.length - windows + 1; i < closed.length; i++) {
      if (closed[i] <= closed[i - 1]) {
        return false;
      }
    }
    return rise(windows) >= 2 * Math.sqrt((double) first(windows));
  }

  /** Whether the last closed minimum is above the one so many windows ago. */
  public boolean isHigher(int windows) {
    return closed.length >= windows && rise(windows) > 0;
  }

  /** The oldest of the last closed minima; 0 when there is none. */
  public long first(int windows) {
    return closed.length == 0 ? 0 : closed[Math.max(0, closed.length - windows)];
  }

  /** The youngest closed minimum; 0 when there is none. */
  public long last() {
    return closed.length == 0 ? 0 : closed[closed.length - 1];
  }

  /** Whether it saw nothing but zeros: a new one that starts at zero would be the same. */
  public boolean isQuiet() {
    return current == 0 && last() == 0;
  }

  private long rise(int windows) {
    return last() - first(windows);
  }

  /** Appends a few bytes a window. */
  public void encode(BinaryWriter out) {
    out.zigzag(windowStart);
    out.varint(current);
    out.varint(closed.length);
    for (long minimum : closed) {
      out.varint(minimum);
    }
  }

  /** What {@link #encode} wrote. */
  public static RisingMinimum decode(BinaryReader in) {
    long windowStart = in.zigzag();
    long current = in.varint();
    long[] closed = new long[in.varint(MAX_WINDOWS)];
    for (int i = 0; i < closed.length; i++) {
      closed[i] = in.varint();
    }
    return new RisingMinimum(windowStart, current, closed);
  }
}
