package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.deploy.simulate.SimulatedRun.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.simulate.fleet.FleetSettings;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomIncidentsTest {

  private static final Duration DAY = Duration.ofHours(24);
  private static final Set<IncidentKind> ALL = EnumSet.allOf(IncidentKind.class);

  private static SimulatedFleet fleet(long seed, int hosts) {
    return new SimulatedFleet(new FleetSettings(seed, hosts, Duration.ofSeconds(60), START));
  }

  private static List<String> drawn(long seed) {
    return RandomIncidents.draw(60, ALL, fleet(seed, 200), DAY).stream()
        .map(it -> it.id() + it.kind() + it.start() + it.length() + it.strength())
        .toList();
  }

  @Test
  void theSameSeedDrawsTheSame() {
    assertThat(drawn(1)).isEqualTo(drawn(1)).isNotEqualTo(drawn(2));
  }

  @Test
  void coversAllKindsAndNeverOverlapsOnAHost() {
    List<Incident> incidents = RandomIncidents.draw(60, ALL, fleet(3, 200), DAY);
    assertThat(incidents).extracting(Incident::kind).containsAll(ALL);
    Map<String, Instant> free = new HashMap<>();
    incidents.stream()
        .sorted((one, other) -> one.start().compareTo(other.start()))
        .forEach(
            incident ->
                incident
                    .places()
                    .forEach(
                        place -> {
                          String host = place.host().id();
                          assertThat(incident.start()).isAfter(free.getOrDefault(host, START));
                          free.put(host, incident.end());
                        }));
  }

  @Test
  void someAreHarmlessAndMostAreNot() {
    SimulatedFleet fleet = fleet(5, 200);
    List<Incident> incidents = RandomIncidents.draw(120, ALL, fleet, DAY);
    Incidents.inflict(incidents, fleet);
    long raised =
        new Truth(fleet, 1_440).of(incidents).stream().filter(Expectation::isRaised).count();
    assertThat(raised).isBetween(84L, 116L);
  }

  @Test
  void refusesMoreThanThereIsRoomFor() {
    assertThatThrownBy(
            () ->
                RandomIncidents.draw(
                    900, EnumSet.of(IncidentKind.CLOSE_WAIT_LEAK), fleet(1, 3), DAY))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("--random-incidents was '900' but incident ")
        .hasMessageEndingWith("Use fewer, more --hosts or a longer --for.");
  }
}
