package dev.socketfleet.collector.normalize;

import dev.socketfleet.collector.owner.Holder;
import dev.socketfleet.collector.source.NetworkNamespace;
import dev.socketfleet.collector.source.SocketAddresses;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sockets of one capture counted by (namespace, role, port, owner, state), with the evidence for
 * suspicious states: peers, ages, holding processes. Kept from capture to capture; allocates per
 * group, not per socket. Owned by one thread.
 */
final class GroupCounts {

  private static final int STATES = SocketState.COUNT;
  private static final int CLIENT_BIT = 1 << 16;
  private static final long NEVER = Long.MAX_VALUE;

  private final Map<Owner, Integer> ownerNumbers = new HashMap<>();
  private final List<Owner> owners = new ArrayList<>();
  private final Map<Holder, Integer> holderNumbers = new HashMap<>();
  private final List<Holder> holders = new ArrayList<>();
  private final List<Integer> ownerOfHolder = new ArrayList<>();
  // (namespace, role and port; owner)
  private final TupleCounter groups = new TupleCounter(3);
  // (group, holder)
  private final TupleCounter holdings = new TupleCounter(3);
  // (group and state, address high, address low)
  private final TupleCounter peers = new TupleCounter(3);
  private long[] counts = new long[64 * STATES];
  private long[] oldestSince = new long[64 * STATES];
  private @Nullable ListenQueue[] queues = new @Nullable ListenQueue[64];

  void clear() {
    groups.clear();
    holdings.clear();
    peers.clear();
    ownerNumbers.clear();
    owners.clear();
    holderNumbers.clear();
    holders.clear();
    ownerOfHolder.clear();
  }

  /** Counts a socket and returns its group's number. */
  int add(SocketTable table, int row, Role role, int port, Holder holder, boolean holds) {
    int holderNumber = numberOf(holder);
    long endpoint = port | (role == Role.CLIENT ? CLIENT_BIT : 0);
    int known = groups.size();
    int group = groups.add(table.namespaceIndex(row), endpoint, ownerOfHolder.get(holderNumber));
    if (groups.size() > known) {
      prepare(group);
    }
    int state = table.stateCode(row);
    counts[group * STATES + state]++;
    if (holds) {
      holdings.add(group, holderNumber, 0);
    }
    if (state == SocketState.LISTEN.code()) {
      addQueue(group, table, row);
    } else if (table.remotePort(row) != 0 && state != SocketState.ESTABLISHED.code()) {
      peers.add((long) group * STATES + state, table.remoteHigh(row), table.remoteLow(row));
    }
    return group;
  }

  /** Tells since when one of the group's sockets is in its state. */
  void seenSince(int group, int stateCode, long sinceMs) {
    int at = group * STATES + stateCode;
    oldestSince[at] = Math.min(oldestSince[at], sinceMs);
  }

  int size() {
    return groups.size();
  }

  /**
   * The groups, those with listeners first, then by number of sockets.
   *
   * @param nowMs of the clock that {@link #seenSince} was told
   */
  List<Group> toGroups(List<NetworkNamespace> namespaces, long nowMs) {
    TopEntries[] tops = topPeers();
    Holder[] main = mainHolders();
    List<Group> list = new ArrayList<>(groups.size());
    for (int group = 0; group < groups.size(); group++) {
      list.add(group(group, namespaces, tops, main[group], nowMs));
    }
    list.sort(GroupLimit.IMPORTANCE);
    return list;
  }

  private Group group(
      int group,
      List<NetworkNamespace> namespaces,
      TopEntries[] tops,
      @Nullable Holder main,
      long nowMs) {
    int endpoint = (int) groups.key(group, 1);
    Optional<OwnerProcess> process = main == null ? Optional.empty() : main.process();
    return new Group(
        namespaces.get((int) groups.key(group, 0)).name(),
        new Endpoint((endpoint & CLIENT_BIT) != 0 ? Role.CLIENT : Role.SERVER, endpoint & 0xffff),
        owners.get((int) groups.key(group, 2)),
        process,
        StateCounts.of(Arrays.copyOfRange(counts, group * STATES, (group + 1) * STATES)),
        Optional.ofNullable(queues[group]),
        peersOf(group, tops),
        agesOf(group, nowMs));
  }

  private int numberOf(Holder holder) {
    Integer known = holderNumbers.get(holder);
    if (known != null) {
      return known;
    }
    holderNumbers.put(holder, holders.size());
    holders.add(holder);
    ownerOfHolder.add(ownerNumbers.computeIfAbsent(holder.owner(), this::newOwner));
    return holders.size() - 1;
  }

  private int newOwner(Owner owner) {
    owners.add(owner);
    return owners.size() - 1;
  }

  private void prepare(int group) {
    if (group == queues.length) {
      queues = Arrays.copyOf(queues, 2 * group);
      counts = Arrays.copyOf(counts, 2 * group * STATES);
      oldestSince = Arrays.copyOf(oldestSince, 2 * group * STATES);
    }
    queues[group] = null;
    Arrays.fill(counts, group * STATES, (group + 1) * STATES, 0);
    Arrays.fill(oldestSince, group * STATES, (group + 1) * STATES, NEVER);
  }

  private void addQueue(int group, SocketTable table, int row) {
    ListenQueue queue =
        ListenQueue.of(
            Math.max(0, table.receiveQueue(row)),
            Math.max(ListenQueue.UNKNOWN, table.sendQueue(row)));
    ListenQueue former = queues[group];
    queues[group] = former == null ? queue : former.plus(queue);
  }

  private TopEntries[] topPeers() {
    TopEntries[] tops = new TopEntries[groups.size() * STATES];
    for (int entry = 0; entry < peers.size(); entry++) {
      int groupAndState = (int) peers.key(entry, 0);
      if (tops[groupAndState] == null) {
        tops[groupAndState] = new TopEntries();
      }
      tops[groupAndState].offer(peers, 1, entry);
    }
    return tops;
  }

  private Map<SocketState, List<PeerCount>> peersOf(int group, TopEntries[] tops) {
    Map<SocketState, List<PeerCount>> peersByState = new EnumMap<>(SocketState.class);
    for (int state = 0; state < STATES; state++) {
      TopEntries top = tops[group * STATES + state];
      if (top != null) {
        List<PeerCount> list = new ArrayList<>(top.size());
        for (int rank = 0; rank < top.size(); rank++) {
          int entry = top.entry(rank);
          String address = SocketAddresses.format(peers.key(entry, 1), peers.key(entry, 2));
          list.add(new PeerCount(address, peers.count(entry)));
        }
        peersByState.put(SocketState.ofCode(state), list);
      }
    }
    return peersByState;
  }

  /** A socket that is seen for the first time has no known age: it may be old. */
  private Map<SocketState, Long> agesOf(int group, long nowMs) {
    Map<SocketState, Long> ages = new EnumMap<>(SocketState.class);
    for (int state = 0; state < STATES; state++) {
      long since = oldestSince[group * STATES + state];
      if (since < nowMs) {
        ages.put(SocketState.ofCode(state), nowMs - since);
      }
    }
    return ages;
  }

  /** Who holds most sockets of each group. */
  private @Nullable Holder[] mainHolders() {
    @Nullable Holder[] main = new @Nullable Holder[groups.size()];
    long[] most = new long[groups.size()];
    for (int entry = 0; entry < holdings.size(); entry++) {
      int group = (int) holdings.key(entry, 0);
      Holder holder = holders.get((int) holdings.key(entry, 1));
      long count = holdings.count(entry);
      if (count > most[group] || (count == most[group] && isOlder(holder, main[group]))) {
        main[group] = holder;
        most[group] = count;
      }
    }
    return main;
  }

  private static boolean isOlder(Holder holder, @Nullable Holder than) {
    return than == null || pid(holder) < pid(than);
  }

  private static int pid(Holder holder) {
    return holder.process().map(OwnerProcess::pid).orElse(Integer.MAX_VALUE);
  }
}
