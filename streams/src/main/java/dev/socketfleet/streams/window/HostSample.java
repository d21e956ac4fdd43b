package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot prepared once for windows and rules: placed in event time and summed by network
 * namespace and endpoint.
 *
 * @param at event time, milliseconds since the epoch: the host's own clock only where that is
 *     credible
 * @param intervalMs between two snapshots of this host, above 0
 * @param boot of the collector process
 * @param seq of the snapshot within that process
 * @param complete false when the counts are no measurement
 * @param endpoints one for each (netns, endpoint), in the order of the snapshot
 * @param namespaces kernel limits and counters by namespace name
 */
public record HostSample(
    String host,
    Map<String, String> labels,
    String os,
    long at,
    long intervalMs,
    String boot,
    long seq,
    boolean complete,
    List<EndpointSample> endpoints,
    Map<String, Namespace> namespaces) {

  public HostSample {
    labels = Map.copyOf(labels);
    endpoints = List.copyOf(endpoints);
    namespaces = Map.copyOf(namespaces);
  }

  /** The sample of a snapshot at an event time. */
  public static HostSample of(Snapshot snapshot, long eventTimeMs) {
    List<EndpointSample> endpoints =
        havePlacesOfTheirOwn(snapshot.groups())
            ? each(snapshot.groups())
            : summed(snapshot.groups());
    Map<String, Namespace> namespaces = new LinkedHashMap<>();
    snapshot.namespaces().forEach(namespace -> namespaces.put(namespace.name(), namespace));
    return new HostSample(
        snapshot.host(),
        snapshot.labels(),
        snapshot.os(),
        eventTimeMs,
        Math.max(1, snapshot.interval().toMillis()),
        snapshot.boot(),
        snapshot.seq(),
        snapshot.complete(),
        endpoints,
        namespaces);
  }

  /** Most snapshots have one owner for each endpoint, and nothing to sum. */
  private static boolean havePlacesOfTheirOwn(List<Group> groups) {
    int size = Integer.highestOneBit(Math.max(8, groups.size())) * 4;
    int[] numbers = new int[size];
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      int at = group.endpoint().hashCode() & size - 1;
      while (numbers[at] != 0) {
        Group other = groups.get(numbers[at] - 1);
        if (group.endpoint().equals(other.endpoint()) && group.netns().equals(other.netns())) {
          return false;
        }
        at = at + 1 & size - 1;
      }
      numbers[at] = i + 1;
    }
    return true;
  }

  private static List<EndpointSample> each(List<Group> groups) {
    List<EndpointSample> endpoints = new ArrayList<>(groups.size());
    for (Group group : groups) {
      endpoints.add(
          new EndpointSample(
              group.netns(),
              group.endpoint(),
              group.counts(),
              group.listen(),
              group.oldestMs(),
              List.of(group)));
    }
    return endpoints;
  }

  private static List<EndpointSample> summed(List<Group> groups) {
    Map<Place, List<Group>> byPlace = new LinkedHashMap<>();
    for (Group group : groups) {
      byPlace
          .computeIfAbsent(new Place(group.netns(), group.endpoint()), place -> new ArrayList<>(2))
          .add(group);
    }
    List<EndpointSample> endpoints = new ArrayList<>(byPlace.size());
    byPlace.forEach((place, all) -> endpoints.add(sum(place, all)));
    return endpoints;
  }

  /** The kernel limits of a namespace; {@link KernelLimits#NONE} when the snapshot tells none. */
  public KernelLimits limits(String netns) {
    Namespace namespace = namespaces.get(netns);
    return namespace == null ? KernelLimits.NONE : namespace.limits();
  }

  /** The kernel counters of a namespace by name, cumulative; empty when the snapshot tells none. */
  public Map<String, Long> tcp(String netns) {
    Namespace namespace = namespaces.get(netns);
    return namespace == null ? Map.of() : namespace.tcp();
  }

  private static EndpointSample sum(Place place, List<Group> groups) {
    if (groups.size() == 1) {
      Group only = groups.get(0);
      return new EndpointSample(
          place.netns(), place.endpoint(), only.counts(), only.listen(), only.oldestMs(), groups);
    }
    long[] counts = new long[SocketState.COUNT];
    Optional<ListenQueue> listen = Optional.empty();
    Map<SocketState, Long> oldestMs = new EnumMap<>(SocketState.class);
    for (Group group : groups) {
      group.counts().addTo(counts);
      listen = listen.isEmpty() ? group.listen() : listen.map(it -> plus(it, group.listen()));
      group.oldestMs().forEach((state, age) -> oldestMs.merge(state, age, Math::max));
    }
    return new EndpointSample(
        place.netns(), place.endpoint(), StateCounts.of(counts), listen, oldestMs, groups);
  }

  private static ListenQueue plus(ListenQueue one, Optional<ListenQueue> other) {
    return other.isEmpty() ? one : one.plus(other.get());
  }

  private record Place(String netns, Endpoint endpoint) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place that
          && endpoint.equals(that.endpoint)
          && netns.equals(that.netns);
    }

    @Override
    public int hashCode() {
      return endpoint.hashCode();
    }
  }
}
