package dev.socketfleet.collector.normalize;

import dev.socketfleet.collector.owner.Holder;
import dev.socketfleet.collector.source.NetworkNamespace;
import dev.socketfleet.collector.source.SocketTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Listeners that closed a short time ago: what they had accepted stays server-side and keeps their
 * owner. Owned by one thread.
 */
final class RecentListeners {

  static final Duration MEMORY = Duration.ofMinutes(10);

  private record Address(long namespaceInode, long high, long low, int port, int v6only) {}

  private static final class Sighting {
    private long lastSeenMs;
    private Holder holder = Holder.NOBODY;
  }

  private final Map<Address, Sighting> sightings = new HashMap<>();
  private final ListenerIndex closed = new ListenerIndex();
  private final List<Holder> closedHolders = new ArrayList<>();

  /** Makes the index of those that were seen before and are not seen in this capture. */
  ListenerIndex indexClosed(List<NetworkNamespace> namespaces, ListenerIndex open, long nowMs) {
    sightings.values().removeIf(s -> nowMs - s.lastSeenMs > MEMORY.toMillis());
    closed.clear();
    closedHolders.clear();
    Map<Long, Integer> indexOfInode = new HashMap<>();
    for (int i = 0; i < namespaces.size(); i++) {
      indexOfInode.putIfAbsent(namespaces.get(i).inode(), i);
    }
    sightings.forEach(
        (address, sighting) -> {
          Integer namespace = indexOfInode.get(address.namespaceInode);
          if (namespace != null
              && open.find(namespace, address.high, address.low, address.port)
                  == ListenerIndex.NONE) {
            closed.add(
                namespace,
                address.high,
                address.low,
                address.port,
                address.v6only,
                closedHolders.size());
            closedHolders.add(sighting.holder);
          }
        });
    return closed;
  }

  /** Who held a listener of the index of closed ones. */
  Holder holder(int closedIndex) {
    return closedHolders.get(closed.source(closedIndex));
  }

  /** Remembers a LISTEN row of the table. */
  void remember(SocketTable table, int row, long namespaceInode, Holder holder, long nowMs) {
    Address address =
        new Address(
            namespaceInode,
            table.localHigh(row),
            table.localLow(row),
            table.localPort(row),
            table.v6only(row));
    Sighting sighting = sightings.computeIfAbsent(address, a -> new Sighting());
    sighting.lastSeenMs = nowMs;
    if (holder.isNamed() || !sighting.holder.isNamed()) {
      sighting.holder = holder;
    }
  }
}
