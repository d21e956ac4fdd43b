package dev.socketfleet.deploy.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.socketfleet.deploy.simulate.fleet.FleetSettings;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.incident.Expectation;
import dev.socketfleet.deploy.simulate.incident.Incident;
import dev.socketfleet.deploy.simulate.incident.IncidentFile;
import dev.socketfleet.deploy.simulate.incident.Incidents;
import dev.socketfleet.deploy.simulate.incident.Truth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A fleet with incidents from a text, for tests. */
public record SimulatedRun(SimulatedFleet fleet, List<Incident> incidents, Duration length) {

  public static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** 20 hosts, or more. */
  public static SimulatedRun of(int hosts, Duration interval, Duration length, String incidents) {
    SimulatedFleet fleet = new SimulatedFleet(new FleetSettings(7, hosts, interval, START));
    List<Incident> all =
        incidents.isEmpty()
            ? List.of()
            : IncidentFile.read("test.yaml", incidents.getBytes(UTF_8), fleet, length);
    Incidents.inflict(all, fleet);
    return new SimulatedRun(fleet, all, length);
  }

  /** One incident on 20 hosts for an hour, at 10 s. */
  public static SimulatedRun of(String fields) {
    return of(
        20, Duration.ofSeconds(10), Duration.ofHours(1), "incidents:\n  - {" + fields + "}\n");
  }

  public List<Expectation> truth() {
    return new Truth(fleet, fleet.intervals(length)).of(incidents);
  }
}
