package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One endpoint of a host in its youngest snapshot, over all its network namespaces and owners.
 *
 * @param owners those with most sockets first
 * @param listen all its listeners together
 * @param oldestMs per state the age of its oldest socket, where known
 * @param peers per state the remote addresses with most sockets, at most 5
 */
public record EndpointDetail(
    Endpoint endpoint,
    StateCounts counts,
    List<OwnerDetail> owners,
    Optional<ListenQueue> listen,
    Map<SocketState, Long> oldestMs,
    Map<SocketState, List<PeerCount>> peers) {

  private static final int MAX_PEERS = 5;

  /** What one owner holds of it in one network namespace. */
  public record OwnerDetail(
      String netns, Owner owner, Optional<OwnerProcess> process, StateCounts counts) {}

  public EndpointDetail {
    owners = List.copyOf(owners);
    oldestMs = Map.copyOf(oldestMs);
    peers = Map.copyOf(peers);
  }

  /** The endpoints of a snapshot, by port. */
  public static List<EndpointDetail> of(Snapshot snapshot) {
    Map<Endpoint, List<Group>> byEndpoint = new TreeMap<>();
    for (Group group : snapshot.groups()) {
      byEndpoint.computeIfAbsent(group.endpoint(), key -> new ArrayList<>(2)).add(group);
    }
    List<EndpointDetail> details = new ArrayList<>(byEndpoint.size());
    byEndpoint.forEach((endpoint, groups) -> details.add(of(endpoint, groups)));
    return details;
  }

  private static EndpointDetail of(Endpoint endpoint, List<Group> groups) {
    StateCounts counts = StateCounts.EMPTY;
    Optional<ListenQueue> listen = Optional.empty();
    Map<SocketState, Long> oldestMs = new EnumMap<>(SocketState.class);
    List<OwnerDetail> owners = new ArrayList<>(groups.size());
    for (Group group : groups) {
      counts = counts.plus(group.counts());
      listen = plus(listen, group.listen());
      group.oldestMs().forEach((state, age) -> oldestMs.merge(state, age, Math::max));
      owners.add(new OwnerDetail(group.netns(), group.owner(), group.process(), group.counts()));
    }
    owners.sort(
        Comparator.comparingLong((OwnerDetail owner) -> owner.counts().total())
            .reversed()
            .thenComparing(owner -> owner.owner().name()));
    return new EndpointDetail(endpoint, counts, owners, listen, oldestMs, peers(groups));
  }

  private static Optional<ListenQueue> plus(Optional<ListenQueue> one, Optional<ListenQueue> two) {
    return one.isPresent() && two.isPresent()
        ? Optional.of(one.get().plus(two.get()))
        : one.or(() -> two);
  }

  private static Map<SocketState, List<PeerCount>> peers(List<Group> groups) {
    Map<SocketState, Map<String, Long>> sums = new EnumMap<>(SocketState.class);
    for (Group group : groups) {
      group
          .peers()
          .forEach(
              (state, peers) ->
                  peers.forEach(
                      peer ->
                          sums.computeIfAbsent(state, key -> new HashMap<>())
                              .merge(peer.address(), peer.count(), Long::sum)));
    }
    Map<SocketState, List<PeerCount>> peers = new EnumMap<>(SocketState.class);
    sums.forEach((state, byAddress) -> peers.put(state, most(byAddress)));
    return peers;
  }

  private static List<PeerCount> most(Map<String, Long> byAddress) {
    return byAddress.entrySet().stream()
        .map(entry -> new PeerCount(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(PeerCount::count).reversed().thenComparing(PeerCount::address))
        .limit(MAX_PEERS)
        .toList();
  }
}
