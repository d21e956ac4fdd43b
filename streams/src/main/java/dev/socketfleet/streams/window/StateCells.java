package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One gauge per state that ever had a socket in the window. Owned by its window's thread. */
final class StateCells {

  private final @Nullable GaugeCell[] cells = new GaugeCell[SocketState.COUNT];

  void add(StateCounts counts, int newestId) {
    for (int code = 0; code < SocketState.COUNT; code++) {
      long count = counts.count(code);
      if (count > 0) {
        GaugeCell cell = cells[code];
        if (cell == null) {
          cell = new GaugeCell();
          cells[code] = cell;
        }
        cell.add(count, newestId);
      }
    }
  }

  /** See {@link GaugeCell#merge}. */
  void merge(StateCells other, int newestIdThere, int newestId) {
    for (int code = 0; code < SocketState.COUNT; code++) {
      GaugeCell from = other.cells[code];
      if (from != null) {
        GaugeCell cell = cells[code];
        if (cell == null) {
          cell = new GaugeCell();
          cells[code] = cell;
        }
        cell.merge(from, newestIdThere, newestId);
      }
    }
  }

  Gauge gauge(SocketState state, int samples, int newestId) {
    GaugeCell cell = cells[state.code()];
    return cell == null ? new Gauge(samples, 0, 0, 0, 0) : cell.gauge(samples, newestId);
  }

  /** The states that had sockets. */
  Map<SocketState, Gauge> gauges(int samples, int newestId) {
    Map<SocketState, Gauge> gauges = new EnumMap<>(SocketState.class);
    for (int code = 0; code < cells.length; code++) {
      GaugeCell cell = cells[code];
      if (cell != null) {
        gauges.put(SocketState.ofCode(code), cell.gauge(samples, newestId));
      }
    }
    return gauges;
  }

  void encode(BinaryWriter out) {
    int mask = 0;
    for (int code = 0; code < cells.length; code++) {
      mask |= cells[code] == null ? 0 : 1 << code;
    }
    out.varint(mask);
    for (GaugeCell cell : cells) {
      if (cell != null) {
        cell.encode(out);
      }
    }
  }

  static StateCells decode(BinaryReader in) {
    StateCells decoded = new StateCells();
    int mask = in.varint(Integer.MAX_VALUE);
    for (int code = 0; code < SocketState.COUNT; code++) {
      if ((mask & 1 << code) != 0) {
        decoded.cells[code] = GaugeCell.decode(in);
      }
    }
    return decoded;
  }
}
