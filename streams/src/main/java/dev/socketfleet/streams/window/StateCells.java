package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * One gauge per state that ever had a socket in the window. Only snapshots in which a count was
 * above zero touch its gauge; the rest follows from the number of snapshots that the window saw.
 * Where absence means unknown see {@link SampledCell}.
 *
 * <p>All in one array: a fleet's windows fit no cache, and each object would be a miss of its own.
 * Owned by the thread that owns its window.
 */
final class StateCells {

  private static final int MIN = 0;
  private static final int MAX = 1;
  private static final int SUM = 2;

  /** In how many snapshots it was above zero. */
  private static final int PRESENT = 3;

  private static final int LAST = 4;

  /** Which of the window's newest snapshots the last is from; see {@link HostWindow}. */
  private static final int LAST_ID = 5;

  private static final int STRIDE = 6;
  private static final long[] NONE = {};

  /** One bit for the code of each state that has a gauge. */
  private int mask;

  /** {@link #STRIDE} numbers for each of them, ascending by code. */
  private long[] cells = NONE;

  /** A copy that goes its own way from here. */
  StateCells copy() {
    StateCells copy = new StateCells();
    copy.mask = mask;
    copy.cells = cells.clone();
    return copy;
  }

  boolean hasSameCells(StateCells other) {
    return mask == other.mask && Arrays.equals(cells, other.cells);
  }

  /**
   * Takes one sample.
   *
   * @param newestId the number of the sample when it is the youngest so far, else 0
   */
  void add(StateCounts counts, int newestId) {
    int at = 0;
    for (int code = 0; code < SocketState.COUNT; code++) {
      long count = counts.count(code);
      if (count > 0) {
        require(code, at);
        cells[at + MIN] = Math.min(cells[at + MIN], count);
        cells[at + MAX] = Math.max(cells[at + MAX], count);
        cells[at + SUM] += count;
        cells[at + PRESENT]++;
        if (newestId > 0) {
          cells[at + LAST] = count;
          cells[at + LAST_ID] = newestId;
        }
      }
      at += has(code) ? STRIDE : 0;
    }
  }

  private boolean has(int code) {
    return (mask & 1 << code) != 0;
  }

  /** Makes room for the gauge of a state when it has none. */
  private void require(int code, int at) {
    if (!has(code)) {
      long[] grown = new long[cells.length + STRIDE];
      System.arraycopy(cells, 0, grown, 0, at);
      System.arraycopy(cells, at, grown, at + STRIDE, cells.length - at);
      grown[at + MIN] = Long.MAX_VALUE;
      cells = grown;
      mask |= 1 << code;
    }
  }

  /**
   * Takes what a later or earlier window saw.
   *
   * @param newestIdThere the number of the youngest snapshot in its window
   * @param newestId its number here when it is the youngest so far, else 0
   */
  void merge(StateCells other, int newestIdThere, int newestId) {
    int at = 0;
    int from = 0;
    for (int code = 0; code < SocketState.COUNT; code++) {
      if (other.has(code)) {
        require(code, at);
        cells[at + MIN] = Math.min(cells[at + MIN], other.cells[from + MIN]);
        cells[at + MAX] = Math.max(cells[at + MAX], other.cells[from + MAX]);
        cells[at + SUM] += other.cells[from + SUM];
        cells[at + PRESENT] += other.cells[from + PRESENT];
        if (newestId > 0 && other.cells[from + LAST_ID] == newestIdThere) {
          cells[at + LAST] = other.cells[from + LAST];
          cells[at + LAST_ID] = newestId;
        }
        from += STRIDE;
      }
      at += has(code) ? STRIDE : 0;
    }
  }

  /** The gauge over all snapshots of the window: one that did not touch the state means zero. */
  Gauge gauge(SocketState state, int samples, int newestId) {
    int code = state.code();
    if (!has(code)) {
      return new Gauge(samples, 0, 0, 0, 0);
    }
    return gauge(Integer.bitCount(mask & (1 << code) - 1) * STRIDE, samples, newestId);
  }

  private Gauge gauge(int at, int samples, int newestId) {
    return new Gauge(
        samples,
        cells[at + PRESENT] < samples ? 0 : cells[at + MIN],
        cells[at + MAX],
        (double) cells[at + SUM] / samples,
        cells[at + LAST_ID] == newestId ? cells[at + LAST] : 0);
  }

  /** The states that had sockets. */
  Map<SocketState, Gauge> gauges(int samples, int newestId) {
    Map<SocketState, Gauge> gauges = new EnumMap<>(SocketState.class);
    int at = 0;
    for (int code = 0; code < SocketState.COUNT; code++) {
      if (has(code)) {
        gauges.put(SocketState.ofCode(code), gauge(at, samples, newestId));
        at += STRIDE;
      }
    }
    return gauges;
  }

  void encode(BinaryWriter out) {
    out.varint(mask);
    for (int at = 0; at < cells.length; at += STRIDE) {
      out.varint(cells[at + MIN]);
      out.varint(cells[at + MAX] - cells[at + MIN]);
      out.varint(cells[at + SUM]);
      out.varint(cells[at + PRESENT]);
      out.varint(cells[at + LAST]);
      out.varint(cells[at + LAST_ID]);
    }
  }

  static StateCells decode(BinaryReader in) {
    StateCells decoded = new StateCells();
    decoded.mask = in.varint((1 << SocketState.COUNT) - 1);
    decoded.cells = new long[Integer.bitCount(decoded.mask) * STRIDE];
    for (int at = 0; at < decoded.cells.length; at += STRIDE) {
      decoded.cells[at + MIN] = in.varint();
      decoded.cells[at + MAX] = decoded.cells[at + MIN] + in.varint();
      decoded.cells[at + SUM] = in.varint();
      decoded.cells[at + PRESENT] = in.varint(Integer.MAX_VALUE);
      decoded.cells[at + LAST] = in.varint();
      decoded.cells[at + LAST_ID] = in.varint(Integer.MAX_VALUE);
    }
    return decoded;
  }

  /** Passes over what {@link #decode} would read. */
  static void skip(BinaryReader in) {
    in.skipVarints(STRIDE * Integer.bitCount(in.varint((1 << SocketState.COUNT) - 1)));
  }
}
