package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a window must hold, computed the slow and obvious way: keep all snapshots, sort them, look
 * at each series in each of them.
 */
final class NaiveWindow {

  private final List<Snapshot> snapshots;

  NaiveWindow(List<Snapshot> inAnyOrder) {
    snapshots = new ArrayList<>(inAnyOrder);
    snapshots.sort(Comparator.comparing(Snapshot::capturedAt).thenComparingLong(Snapshot::seq));
  }

  /** Sums over the groups that match, one number a snapshot. */
  Gauge gauge(Predicate<Group> groups, SocketState state) {
    List<Long> numbers = new ArrayList<>();
    for (Snapshot snapshot : snapshots) {
      long sum = 0;
      for (Group group : snapshot.groups()) {
        sum += groups.test(group) ? group.counts().count(state) : 0;
      }
      numbers.add(sum);
    }
    return gauge(numbers);
  }

  /** All values of a key that any group had, with their gauges of the states that had sockets. */
  <K> Map<String, Map<SocketState, Gauge>> gaugesBy(Function<Group, K> key) {
    Map<String, Map<SocketState, Gauge>> all = new TreeMap<>();
    for (Snapshot snapshot : snapshots) {
      for (Group group : snapshot.groups()) {
        K wanted = key.apply(group);
        all.put(wanted.toString(), states(it -> key.apply(it).equals(wanted)));
      }
    }
    return all;
  }

  Map<SocketState, Gauge> states(Predicate<Group> groups) {
    Map<SocketState, Gauge> gauges = new TreeMap<>();
    for (SocketState state : SocketState.values()) {
      Gauge gauge = gauge(groups, state);
      if (gauge.max() > 0) {
        gauges.put(state, gauge);
      }
    }
    return gauges;
  }

  /** Accept queues of the groups that match; a snapshot without a listener has no sample. */
  Optional<Gauge> queued(Predicate<Group> groups) {
    List<Long> numbers = new ArrayList<>();
    for (Snapshot snapshot : snapshots) {
      List<Group> listeners =
          snapshot.groups().stream().filter(groups.and(it -> it.listen().isPresent())).toList();
      if (!listeners.isEmpty()) {
        long sum = 0;
        for (Group listener : listeners) {
          sum += listener.listen().orElseThrow().queued();
        }
        numbers.add(sum);
      }
    }
    return numbers.isEmpty() ? Optional.empty() : Optional.of(gauge(numbers));
  }

  private static Gauge gauge(List<Long> numbers) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    double sum = 0;
    for (long number : numbers) {
      min = Math.min(min, number);
      max = Math.max(max, number);
      sum += number;
    }
    return new Gauge(
        numbers.size(), min, max, sum / numbers.size(), numbers.get(numbers.size() - 1));
  }
}
