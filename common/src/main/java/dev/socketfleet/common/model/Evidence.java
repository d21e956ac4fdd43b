package dev.socketfleet.common.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen when an alert changed its status, so that nobody has to believe it blindly.
 *
 * @param owners who holds the sockets, most first, at most 5
 * @param peers remote ends, most first, at most 5
 * @param listen the endpoint's accept queues
 * @param tcp kernel counters that belong to the trouble, by name: by how much each rose over the
 *     windows that series are shown for
 * @param series the last windows of the judged series, oldest first, at most 10
 * @param hosts of an alert about many hosts, those with most of it first, at most {@link
 *     #MAX_HOSTS}
 */
public record Evidence(
    List<OwnerCount> owners,
    List<PeerCount> peers,
    Optional<ListenQueue> listen,
    Map<String, Long> tcp,
    List<Point> series,
    List<HostCount> hosts) {

  /** Enough to act on, and an alert of two thousand hosts stays a readable record. */
  public static final int MAX_HOSTS = 100;

  /** Nothing to show. */
  public static final Evidence NONE =
      new Evidence(List.of(), List.of(), Optional.empty(), Map.of(), List.of());

  /** An owner and how many of the judged sockets it holds. */
  public record OwnerCount(Owner owner, Optional<OwnerProcess> process, long count) {}

  /** A host and how much of what was judged it has: sockets, or seconds of silence. */
  public record HostCount(String host, long count) {}

  /** One window of the series. */
  public record Point(Instant start, Gauge gauge) {}

  public Evidence {
    owners = List.copyOf(owners);
    peers = List.copyOf(peers);
    tcp = Map.copyOf(tcp);
    series = List.copyOf(series);
    hosts = List.copyOf(hosts);
  }

  /** Of one host. */
  public Evidence(
      List<OwnerCount> owners,
      List<PeerCount> peers,
      Optional<ListenQueue> listen,
      Map<String, Long> tcp,
      List<Point> series) {
    this(owners, peers, listen, tcp, series, List.of());
  }
}
