package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.fleet.FleetWindow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Windows of a fleet that a test put there. */
public final class InMemoryFleet implements FleetReader {

  private final Map<String, TreeMap<Long, FleetWindow>> scopes = new ConcurrentHashMap<>();

  public void put(FleetScope scope, FleetWindow window) {
    scopes.computeIfAbsent(scope.text(), any -> new TreeMap<>()).put(window.startMs(), window);
  }

  @Override
  public Optional<FleetWindow> latest(FleetScope scope) {
    return Optional.ofNullable(scopes.get(scope.text())).map(all -> all.lastEntry().getValue());
  }

  @Override
  public List<WindowCounts> windows(
      FleetScope scope, Optional<Endpoint> endpoint, Instant from, Instant to) {
    return scopes
        .getOrDefault(scope.text(), new TreeMap<>())
        .subMap(from.toEpochMilli(), to.toEpochMilli())
        .values()
        .stream()
        .map(window -> of(scope, endpoint, window))
        .toList();
  }

  private static WindowCounts of(
      FleetScope scope, Optional<Endpoint> endpoint, FleetWindow window) {
    return endpoint.isEmpty()
        ? window.total(scope, 1)
        : Optional.ofNullable(window.perEndpoint(scope, 1).get(endpoint.get()))
            .orElseGet(() -> window.total(scope, 1));
  }
}
