package dev.socketfleet.deploy.simulate.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Something that happens to the fleet, with all that was random decided.
 *
 * @param id within its simulation
 * @param strength in the kind's unit
 * @param syncookies of the host, where the kind cares
 * @param places one; for a leak of the peer this side and then the other one; for the fleet all
 *     hosts
 * @param key of what is random in its course
 */
public record Incident(
    String id,
    IncidentKind kind,
    Instant start,
    Duration length,
    double strength,
    OptionalInt syncookies,
    List<Place> places,
    long key) {

  public Incident {
    places = List.copyOf(places);
  }

  /** When the cause is gone; sockets may take longer. */
  public Instant end() {
    return start.plus(length);
  }
}
