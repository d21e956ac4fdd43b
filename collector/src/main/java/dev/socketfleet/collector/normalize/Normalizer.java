package dev.socketfleet.collector.normalize;

import dev.socketfleet.collector.owner.Holder;
import dev.socketfleet.collector.owner.SocketHolders;
import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.NetworkNamespace;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rows of a {@link SocketTable} into groups, see {@link RoleAssigner} for the sides and
 * ports. Remembers sockets and listeners from capture to capture, so all captures of a host go
 * through one normalizer. Owned by one thread.
 */
public final class Normalizer {

  /** Most groups of a snapshot. */
  public static final int GROUP_LIMIT = 2_000;

  private static final int LISTEN = SocketState.LISTEN.code();
  private static final int ESTABLISHED = SocketState.ESTABLISHED.code();

  private final SocketTable table;
  private final int groupLimit;
  private final SocketMemory memory = new SocketMemory();
  private final ListenerIndex listeners = new ListenerIndex();
  private final RecentListeners recentListeners = new RecentListeners();
  private final GroupCounts groups = new GroupCounts();
  private final Destinations destinations = new Destinations();
  private final RoleAssigner roles;
  private int[] places = {};

  /**
   * A normalizer of this table.
   *
   * @param fallback where the kernel does not tell its ephemeral ports
   * @param groupLimit at least 2
   */
  public Normalizer(SocketTable table, EphemeralRange fallback, int groupLimit) {
    this.table = table;
    this.groupLimit = groupLimit;
    this.roles = new RoleAssigner(table, memory, listeners, fallback);
  }

  /**
   * Counts what is in the table.
   *
   * @param capture what the source told of these rows
   * @param holders who holds them
   * @param nowMs of a clock that never jumps, for ages
   */
  public NormalizedSockets normalize(Capture capture, SocketHolders holders, long nowMs) {
    List<NetworkNamespace> namespaces = capture.namespaces();
    findPlaces(namespaces, nowMs);
    indexListeners();
    roles.assign(capture, recentListeners.indexClosed(namespaces, listeners, nowMs), places);
    groups.clear();
    destinations.clear();
    for (int row = 0; row < table.size(); row++) {
      count(row, holders);
    }
    rememberListeners(namespaces, holders, nowMs);
    memory.endCapture(capture.complete());
    return new NormalizedSockets(
        GroupLimit.apply(groups.toGroups(namespaces, nowMs), groupLimit), facts(namespaces));
  }

  private void findPlaces(List<NetworkNamespace> namespaces, long nowMs) {
    if (places.length < table.size()) {
      places = new int[Math.max(1024, Integer.highestOneBit(table.size()) * 2)];
    }
    memory.reserve(table.size());
    for (int row = 0; row < table.size(); row++) {
      long namespace = namespaces.get(table.namespaceIndex(row)).inode();
      places[row] = memory.placeOf(table.cookie(row), namespace, table.stateCode(row), nowMs);
    }
  }

  private void indexListeners() {
    listeners.clear();
    for (int row = 0; row < table.size(); row++) {
      if (table.stateCode(row) == LISTEN) {
        listeners.add(
            table.namespaceIndex(row),
            table.localHigh(row),
            table.localLow(row),
            table.localPort(row),
            table.v6only(row),
            row);
      }
    }
  }

  private void count(int row, SocketHolders holders) {
    int place = places[row];
    Holder own = holders.of(row);
    boolean held = own != null && own.isNamed();
    if (own != null && held && place != SocketMemory.NOWHERE) {
      memory.setHolder(place, own);
    }
    Holder holder = own != null && held ? own : lentHolder(row, own, holders);
    Role role = roles.role(row);
    int group = groups.add(table, row, role, roles.port(row), holder, held);
    int state = table.stateCode(row);
    if (place != SocketMemory.NOWHERE && state != LISTEN && state != ESTABLISHED) {
      groups.seenSince(group, state, memory.since(place));
    }
    if (role == Role.CLIENT
        && table.remotePort(row) != 0
        && roles.isEphemeral(row, table.localPort(row))) {
      destinations.add(table, row);
    }
  }

  /**
   * The owner of a socket that no visible process holds: the listener's on the server side, else
   * the last known one of the cookie, else the user.
   */
  private Holder lentHolder(int row, @Nullable Holder own, SocketHolders holders) {
    Holder listener = listenerHolder(row, holders);
    if (listener.isNamed()) {
      return listener;
    }
    Holder last = places[row] == SocketMemory.NOWHERE ? null : memory.holder(places[row]);
    if (last != null) {
      return last;
    }
    return own != null ? own : listener;
  }

  private Holder listenerHolder(int row, SocketHolders holders) {
    if (roles.role(row) == Role.CLIENT) {
      return Holder.NOBODY;
    }
    int open = roles.openListener(row);
    if (open != ListenerIndex.NONE) {
      Holder holder = holders.of(listeners.source(open));
      return holder == null ? Holder.NOBODY : holder;
    }
    int closed = roles.closedListener(row);
    return closed == ListenerIndex.NONE ? Holder.NOBODY : recentListeners.holder(closed);
  }

  private void rememberListeners(
      List<NetworkNamespace> namespaces, SocketHolders holders, long nowMs) {
    for (int index = 0; index < listeners.size(); index++) {
      int row = listeners.source(index);
      Holder holder = holders.of(row);
      recentListeners.remember(
          table,
          row,
          namespaces.get(table.namespaceIndex(row)).inode(),
          holder == null ? Holder.NOBODY : holder,
          nowMs);
    }
  }

  private List<Namespace> facts(List<NetworkNamespace> namespaces) {
    List<List<Destination>> busiest = destinations.busiest(namespaces.size());
    List<Namespace> facts = new ArrayList<>(namespaces.size());
    for (int i = 0; i < namespaces.size(); i++) {
      NetworkNamespace namespace = namespaces.get(i);
      facts.add(
          new Namespace(
              namespace.name(),
              namespace.inode(),
              namespace.facts().tcp(),
              namespace.facts().limits(),
              busiest.get(i)));
    }
    return facts;
  }
}
