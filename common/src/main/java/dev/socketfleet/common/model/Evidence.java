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
 */
public record Evidence(
    List<OwnerCount> owners,
    List<PeerCount> peers,
    Optional<ListenQueue> listen,
    Map<String, Long> tcp,
    List<Point> series) {

  /** Nothing to show. */
  public static final Evidence NONE =
      new Evidence(List.of(), List.of(), Optional.empty(), Map.of(), List.of());

  /** An owner and how many of the judged sockets it holds. */
  public record OwnerCount(Owner owner, Optional<OwnerProcess> process, long count) {}

  /** One window of the series. */
  public record Point(Instant start, Gauge gauge) {}

  public Evidence {
    owners = List.copyOf(owners);
    peers = List.copyOf(peers);
    tcp = Map.copyOf(tcp);
    series = List.copyOf(series);
  }
}
