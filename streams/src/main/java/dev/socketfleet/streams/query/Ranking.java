package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Who has most sockets in some states at the moment. Silent hosts are left out: nobody knows what
 * they have now.
 */
public final class Ranking {

  private final HostReader hosts;

  public Ranking(HostReader hosts) {
    this.hosts = hosts;
  }

  /**
   * One place in a ranking.
   *
   * @param of what is ranked
   * @param count sockets, above 0
   * @param hosts how many hosts share in them
   * @param topHost the one with the largest share
   * @param topHostCount its share
   */
  public record Place<T>(T of, long count, int hosts, String topHost, long topHostCount) {}

  /** Hosts by their sockets. */
  public List<Place<String>> byHost(Set<SocketState> states, int limit) {
    Map<String, Share> shares = new HashMap<>();
    for (HostSummary host : live()) {
      add(shares, host.host(), host.host(), count(host.counts(), states));
    }
    return places(shares, Comparator.naturalOrder(), limit);
  }

  /** Endpoints by their sockets on all hosts. */
  public List<Place<Endpoint>> byEndpoint(Set<SocketState> states, int limit) {
    return places(shares(states, Group::endpoint), Comparator.naturalOrder(), limit);
  }

  /** Owners by their sockets on all hosts. */
  public List<Place<Owner>> byOwner(Set<SocketState> states, int limit) {
    Comparator<Owner> byName = Comparator.comparing(Owner::name);
    return places(shares(states, Group::owner), byName.thenComparing(Owner::kind), limit);
  }

  /** Shares of the same thing from several rankings, each of other hosts, as one. */
  public static <T> Place<T> merge(Place<T> one, Place<T> two) {
    boolean first =
        one.topHostCount() > two.topHostCount()
            || (one.topHostCount() == two.topHostCount()
                && one.topHost().compareTo(two.topHost()) <= 0);
    return new Place<>(
        one.of(),
        one.count() + two.count(),
        one.hosts() + two.hosts(),
        first ? one.topHost() : two.topHost(),
        first ? one.topHostCount() : two.topHostCount());
  }

  private List<HostSummary> live() {
    return hosts.hosts().stream().filter(host -> !host.silent()).toList();
  }

  private <T> Map<T, Share> shares(Set<SocketState> states, Function<Group, T> key) {
    Map<T, Share> shares = new HashMap<>();
    for (HostSummary host : live()) {
      if (count(host.counts(), states) > 0) {
        hosts.latest(host.host()).ifPresent(latest -> add(shares, latest, states, key));
      }
    }
    return shares;
  }

  private static <T> void add(
      Map<T, Share> shares,
      LatestSnapshot latest,
      Set<SocketState> states,
      Function<Group, T> key) {
    Map<T, Long> ofHost = new HashMap<>();
    for (Group group : latest.snapshot().groups()) {
      ofHost.merge(key.apply(group), count(group.counts(), states), Long::sum);
    }
    ofHost.forEach((of, count) -> add(shares, of, latest.snapshot().host(), count));
  }

  private static <T> void add(Map<T, Share> shares, T of, String host, long count) {
    if (count > 0) {
      shares.computeIfAbsent(of, any -> new Share()).add(host, count);
    }
  }

  private static long count(StateCounts counts, Set<SocketState> states) {
    return states.stream().mapToLong(counts::count).sum();
  }

  private static <T> List<Place<T>> places(Map<T, Share> shares, Comparator<T> tie, int limit) {
    return shares.entrySet().stream()
        .map(entry -> entry.getValue().place(entry.getKey()))
        .sorted(
            Comparator.comparingLong((Place<T> place) -> place.count())
                .reversed()
                .thenComparing(Place::of, tie))
        .limit(limit)
        .toList();
  }

  private static final class Share {

    private long count;
    private int hosts;
    private String topHost = "";
    private long topHostCount;

    void add(String host, long more) {
      count += more;
      hosts++;
      if (more > topHostCount || (more == topHostCount && host.compareTo(topHost) < 0)) {
        topHost = host;
        topHostCount = more;
      }
    }

    <T> Place<T> place(T of) {
      return new Place<>(of, count, hosts, topHost, topHostCount);
    }
  }
}
