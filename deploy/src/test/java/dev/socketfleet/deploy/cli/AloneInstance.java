package dev.socketfleet.deploy.cli;

import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.query.EventSource;
import dev.socketfleet.streams.query.FeedPosition;
import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.StoresUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** An instance that has all hosts in one partition, and no events. */
record AloneInstance() implements Locations, EventSource {

  private static final Location HERE = new Location(Optional.of("localhost:1"), List.of());

  @Override
  public Location ofHost(String host) {
    return HERE;
  }

  @Override
  public Location ofScope(FleetScope scope) {
    return HERE;
  }

  @Override
  public Map<Integer, Location> partitions() {
    return Map.of(0, HERE);
  }

  @Override
  public String self() {
    return "localhost:1";
  }

  @Override
  public FeedPosition join(Listener listener) {
    throw new StoresUnavailableException("no events here", Duration.ofSeconds(1));
  }

  @Override
  public void leave(Listener listener) {}

  @Override
  public void replay(
      FeedPosition from, FeedPosition until, Replay replay, BooleanSupplier stopped) {}
}
