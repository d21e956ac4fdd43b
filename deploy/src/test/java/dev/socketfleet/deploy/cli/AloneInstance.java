package dev.socketfleet.deploy.cli;

import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.query.Locations;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An instance that has all hosts in one partition. */
record AloneInstance() implements Locations {

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
}
