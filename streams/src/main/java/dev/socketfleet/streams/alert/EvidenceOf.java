package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.SocketState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what a snapshot shows of an alert's sockets. */
final class EvidenceOf {

  private static final int MOST = 5;

  private EvidenceOf() {}

  /**
   * Who has most of the judged sockets; for accept queues and ports, who has most in them.
   *
   * @param gone who listened, when that is what is missing
   */
  static List<Evidence.OwnerCount> owners(
      Episode episode, List<Group> groups, Listeners.@Nullable Listener gone) {
    if (gone != null && episode.about.equals(Lore.LISTENER_GONE)) {
      return List.of(new Evidence.OwnerCount(gone.owner(), gone.process(), gone.sockets()));
    }
    List<Evidence.OwnerCount> owners = new ArrayList<>();
    for (Group group : groups) {
      long count =
          switch (episode.about) {
            case Lore.LISTEN_QUEUE -> group.listen().map(ListenQueue::queued).orElse(0L);
            case Lore.EPHEMERAL_PORTS -> group.counts().total();
            default -> episode.states.count(group.counts());
          };
      if (count > 0) {
        owners.add(new Evidence.OwnerCount(group.owner(), group.process(), count));
      }
    }
    owners.sort(Comparator.comparingLong(Evidence.OwnerCount::count).reversed());
    return owners.subList(0, Math.min(MOST, owners.size()));
  }

  /** Who listens, with most connections that wait first. */
  static List<Evidence.OwnerCount> listening(List<Group> groups) {
    return groups.stream()
        .filter(group -> group.listen().isPresent())
        .map(
            group ->
                new Evidence.OwnerCount(
                    group.owner(),
                    group.process(),
                    group.listen().map(ListenQueue::queued).orElse(0L)))
        .sorted(Comparator.comparingLong(Evidence.OwnerCount::count).reversed())
        .limit(MOST)
        .toList();
  }

  /** Where most of the judged sockets go; only the one address when the alert is about one. */
  static List<PeerCount> peers(Episode episode, List<Group> groups) {
    if (!episode.peer.isEmpty()) {
      return List.of(new PeerCount(episode.peer, Math.round(episode.value())));
    }
    return peers(episode.states.states(), groups);
  }

  /** Where most sockets of a state go. */
  static List<PeerCount> peers(SocketState state, List<Group> groups) {
    return peers(List.of(state), groups);
  }

  private static List<PeerCount> peers(List<SocketState> states, List<Group> groups) {
    Map<String, Long> counts = new HashMap<>();
    for (Group group : groups) {
      for (SocketState state : states) {
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

  /** By how much the kernel counters rose that belong to the trouble. */
  static Map<String, Long> counters(String netns, Collection<String> names, Verdicts past) {
    Map<String, Long> rises = new TreeMap<>();
    for (String name : names) {
      past.rise(netns, name).ifPresent(rise -> rises.put(name, rise));
    }
    return rises;
  }
}
