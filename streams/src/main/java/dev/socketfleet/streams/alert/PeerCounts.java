package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.window.EndpointSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sockets of one endpoint by remote address, as far as a snapshot tells: of each group only the
 * addresses with most sockets, and none at all where they were shed.
 */
final class PeerCounts {

  /** One list of addresses. */
  private record Told(Map<String, Long> counts, long rest, long smallest) {

    /** How many sockets may go to an address that is not in the list. */
    long possible(String address) {
      return counts.containsKey(address) ? 0 : Math.min(rest, smallest);
    }
  }

  private final List<Told> lists = new ArrayList<>(2);

  /**
   * Counts.
   *
   * @param sample null where the endpoint is absent
   */
  PeerCounts(@Nullable EndpointSample sample, StateMask states, OwnerPattern owner) {
    if (sample != null) {
      for (Group group : sample.groups()) {
        if (owner.matches(group)) {
          states.states().forEach(state -> add(group, state));
        }
      }
    }
  }

  private void add(Group group, SocketState state) {
    long all = group.counts().count(state);
    if (all == 0) {
      return;
    }
    Map<String, Long> counts = new HashMap<>();
    long told = 0;
    long smallest = Long.MAX_VALUE;
    for (PeerCount peer : group.peers().getOrDefault(state, List.of())) {
      counts.merge(peer.address(), peer.count(), Long::sum);
      told += peer.count();
      smallest = Math.min(smallest, peer.count());
    }
    lists.add(new Told(counts, Math.max(0, all - told), smallest));
  }

  /** How many sockets are known to go to an address. */
  long known(String address) {
    long sum = 0;
    for (Told list : lists) {
      sum += list.counts.getOrDefault(address, 0L);
    }
    return sum;
  }

  /** How many more may go there. */
  long possible(String address) {
    long sum = 0;
    for (Told list : lists) {
      sum += list.possible(address);
    }
    return sum;
  }

  /** The addresses to which at least so many sockets go, in a fixed order. */
  Set<String> atLeast(long count) {
    Set<String> addresses = new LinkedHashSet<>();
    for (Told list : lists) {
      list.counts.keySet().stream()
          .sorted()
          .filter(address -> known(address) >= count)
          .forEach(addresses::add);
    }
    return addresses;
  }
}
