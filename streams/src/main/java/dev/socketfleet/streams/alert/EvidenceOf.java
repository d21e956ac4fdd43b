package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.window.HostSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what a snapshot shows of an alert's sockets. */
final class EvidenceOf {

  private static final int MOST = 5;

  private EvidenceOf() {}

  static Evidence alert(
      Spot spot,
      Episode episode,
      Optional<Series> series,
      @Nullable HostSample sample,
      Verdicts out) {
    List<Group> groups = Spot.groups(spot.sample(), series);
    StateMask states = episode.states;
    List<Evidence.Point> points =
        states
            .only()
            .map(state -> out.recent(spot.place.netns(), spot.place.endpoint(), state))
            .orElse(List.of());
    return new Evidence(
        owners(groups, states),
        peers(groups, states),
        spot.sample().flatMap(it -> it.listen()),
        counters(spot.place, states, sample),
        points);
  }

  /** Who has most of the judged sockets; the listeners where no sockets are judged. */
  private static List<Evidence.OwnerCount> owners(List<Group> groups, StateMask states) {
    List<Evidence.OwnerCount> owners = new ArrayList<>();
    for (Group group : groups) {
      long count =
          states.bits() == 0
              ? group.listen().map(ListenQueue::queued).orElse(0L)
              : states.count(group.counts());
      if (count > 0) {
        owners.add(new Evidence.OwnerCount(group.owner(), group.process(), count));
      }
    }
    owners.sort(Comparator.comparingLong(Evidence.OwnerCount::count).reversed());
    return owners.subList(0, Math.min(MOST, owners.size()));
  }

  private static List<PeerCount> peers(List<Group> groups, StateMask states) {
    Map<String, Long> counts = new HashMap<>();
    for (Group group : groups) {
      for (SocketState state : states.states()) {
        group
            .peers()
            .getOrDefault(state, List.of())
            .forEach(peer -> counts.merge(peer.address(), peer.count(), Long::sum));
      }
    }
    return counts.entrySet().stream()
        .map(entry -> new PeerCount(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(PeerCount::count).reversed().thenComparing(PeerCount::address))
        .limit(MOST)
        .toList();
  }

  private static Map<String, Long> counters(
      Place place, StateMask states, @Nullable HostSample sample) {
    Map<String, Long> counters = new TreeMap<>();
    if (sample != null) {
      Map<String, Long> all = sample.tcp(place.netns());
      for (String name : Lore.counters(states)) {
        Long value = all.get(name);
        if (value != null) {
          counters.put(name, value);
        }
      }
    }
    return counters;
  }
}
