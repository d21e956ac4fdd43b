package dev.socketfleet.collector.normalize;

import dev.socketfleet.collector.source.SocketAddresses;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.Destination;
import java.util.ArrayList;
import java.util.List;

/**
 * How many ephemeral ports the connections from each local address to each remote end use. That is
 * what runs out first, and no kernel counter shows it.
 */
final class Destinations {

  private static final int REMOTE = 3;

  // (namespace and remote port, local high, local low, remote high, remote low)
  private final TupleCounter used = new TupleCounter(5);

  void clear() {
    used.clear();
  }

  /** Counts a client socket with an ephemeral local port, TIME_WAIT included. */
  void add(SocketTable table, int row) {
    used.add(
        (long) table.namespaceIndex(row) << 16 | table.remotePort(row),
        table.localHigh(row),
        table.localLow(row),
        table.remoteHigh(row),
        table.remoteLow(row));
  }

  /** The busiest of each namespace, at its index, the busiest first. */
  List<List<Destination>> busiest(int namespaces) {
    TopEntries[] tops = new TopEntries[namespaces];
    for (int entry = 0; entry < used.size(); entry++) {
      int namespace = (int) (used.key(entry, 0) >>> 16);
      if (tops[namespace] == null) {
        tops[namespace] = new TopEntries();
      }
      tops[namespace].offer(used, REMOTE, entry);
    }
    List<List<Destination>> busiest = new ArrayList<>();
    for (TopEntries top : tops) {
      List<Destination> destinations = new ArrayList<>();
      for (int rank = 0; top != null && rank < top.size(); rank++) {
        destinations.add(destination(top.entry(rank)));
      }
      busiest.add(destinations);
    }
    return busiest;
  }

  private Destination destination(int entry) {
    return new Destination(
        SocketAddresses.format(used.key(entry, 1), used.key(entry, 2)),
        SocketAddresses.format(used.key(entry, REMOTE), used.key(entry, REMOTE + 1)),
        (int) (used.key(entry, 0) & 0xffff),
        used.count(entry));
  }
}
