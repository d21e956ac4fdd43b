package dev.socketfleet.deploy.simulate.incident;

import dev.socketfleet.deploy.simulate.fleet.Disturbance;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets incidents happen to a fleet. */
public final class Incidents {

  private Incidents() {}

  /** Sets what happens to each host; what was set before is replaced where there is something. */
  public static void inflict(List<Incident> incidents, SimulatedFleet fleet) {
    Map<SimulatedHost, List<Disturbance>> byHost = new LinkedHashMap<>();
    Map<SimulatedHost, Long> cookies = new LinkedHashMap<>();
    for (Incident incident : incidents) {
      for (Place place : incident.places()) {
        byHost
            .computeIfAbsent(place.host(), host -> new ArrayList<>(1))
            .add(Effects.of(incident, place));
        incident.syncookies().ifPresent(it -> cookies.put(place.host(), (long) it));
      }
    }
    byHost.forEach(
        (host, all) ->
            fleet.disturb(host, all, cookies.getOrDefault(host, host.limits().syncookies())));
  }
}
