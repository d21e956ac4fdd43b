package dev.socketfleet.common.model;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A closed window of one host, of the fleet or of one label value: the value of the topic {@code
 * counts}.
 *
 * @param scope {@code host:<id>}, {@code fleet} or {@code label:<k>=<v>}
 * @param host present in the scope of a host
 * @param start inclusive
 * @param end exclusive, after start
 * @param revision counts from 1; a late snapshot emits the window again with a higher one
 * @param samples complete snapshots in the window
 * @param totals per state over all endpoints, in the order of the states; one that never had a
 *     socket is left out
 * @param endpoints per state of each endpoint, by port
 * @param hosts how many hosts are in it, in scopes above one host
 * @param missing how many hosts should be in it and are silent, in scopes above one host
 */
public record WindowCounts(
    String scope,
    Optional<String> host,
    Instant start,
    Instant end,
    int revision,
    int samples,
    Map<SocketState, Gauge> totals,
    List<EndpointWindow> endpoints,
    OptionalInt hosts,
    OptionalInt missing) {

  /**
   * One endpoint in the window.
   *
   * @param listenQueued accept queue lengths, where the endpoint listens
   * @param listenLimit what the queues hold, where the system tells
   */
  public record EndpointWindow(
      Endpoint endpoint,
      Map<SocketState, Gauge> states,
      Optional<Gauge> listenQueued,
      Optional<Gauge> listenLimit) {

    public EndpointWindow {
      states = ordered(states);
    }
  }

  public WindowCounts {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException(
          "end was %s but it must be after start, %s".formatted(end, start));
    }
    totals = ordered(totals);
    endpoints = List.copyOf(endpoints);
  }

  private static Map<SocketState, Gauge> ordered(Map<SocketState, Gauge> states) {
    Map<SocketState, Gauge> copy = new EnumMap<>(SocketState.class);
    copy.putAll(states);
    return Collections.unmodifiableMap(copy);
  }

  /** The same window under another revision. */
  public WindowCounts withRevision(int other) {
    return new WindowCounts(
        scope, host, start, end, other, samples, totals, endpoints, hosts, missing);
  }

  /** The same window with its totals only, for a topic that takes no more. */
  public WindowCounts withoutEndpoints() {
    return new WindowCounts(
        scope, host, start, end, revision, samples, totals, List.of(), hosts, missing);
  }
}
