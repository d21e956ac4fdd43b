package dev.socketfleet.collector.normalize;

import dev.socketfleet.collector.source.SocketTable;

/**
 * The addresses that the sockets of each namespace are bound to. Needed for few sockets only, so it
 * is made at the first question of a capture.
 */
final class LocalAddresses {

  private final TupleCounter addresses = new TupleCounter(3);
  private final SocketTable table;
  private boolean stale = true;

  LocalAddresses(SocketTable table) {
    this.table = table;
  }

  /** The table has new rows. */
  void reset() {
    stale = true;
  }

  boolean contains(int namespace, long high, long low) {
    if (stale) {
      collect();
    }
    return addresses.contains(namespace, high, low);
  }

  private void collect() {
    addresses.clear();
    for (int row = 0; row < table.size(); row++) {
      addresses.add(table.namespaceIndex(row), table.localHigh(row), table.localLow(row));
    }
    stale = false;
  }
}
