package dev.socketfleet.streams.query;

import dev.socketfleet.streams.fleet.FleetScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which instance has what, as far as this one knows. What it knows may be old: an instance asked
 * for what it no longer owns says so. Instances are named by the {@code host:port} that they
 * advertise. Safe for any thread; answers at once.
 */
public interface Locations {

  /**
   * Who has a partition.
   *
   * @param owner absent while nobody is known to
   * @param copies instances with a standby of it, which are a little behind
   */
  record Location(Optional<String> owner, List<String> copies) {

    /** Nobody is known to have it. */
    public static final Location UNKNOWN = new Location(Optional.empty(), List.of());

    public Location {
      copies = List.copyOf(copies);
    }
  }

  /** Who has all that belongs to a host. */
  Location ofHost(String host);

  /** Who has the windows of a scope of the fleet. */
  Location ofScope(FleetScope scope);

  /**
   * Who has each partition of the hosts; every partition that exists is there, so that what nobody
   * answers for can be told.
   *
   * @throws StoresUnavailableException while it is not known how many there are
   */
  Map<Integer, Location> partitions();

  /** This instance. */
  String self();
}
