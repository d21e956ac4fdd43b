package dev.socketfleet.deploy.simulate.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.simulate.SimulatedRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IncidentFileTest {

  private static void refuses(String text, String message) {
    assertThatThrownBy(() -> SimulatedRun.of(20, Duration.ofSeconds(10), Duration.ofHours(1), text))
        .isInstanceOf(SetupException.class)
        .hasMessage(message);
  }

  @Test
  void namesEveryProblemWithLineAndRemedy() {
    refuses(
        """
        incidents:
          - kind: syn-flod
            start: soon
            length: 10m
          - kind: syn-flood
            start: 10m
            length: 10m
            strenght: 3
            syncookies: 7
            host: web-00000
        """,
        """
        test.yaml, line 2: kind was 'syn-flod' but it must be one of %s.
        test.yaml, line 3: start was 'soon' but it must be a duration such as 500ms, 10s, 5m, 2h or 1d, at most 30d.
        test.yaml, line 9: syncookies was '7' but it must be an integer in 0..2.
        test.yaml, line 8: strenght is no field of an incident; the nearest that exists is strength."""
            .formatted(
                "close-wait-leak, close-wait-burst, syn-flood, stuck-accept, upstream-down, port-exhaustion, peer-leak, lost-fins, listener-gone, silent-host, clock-skew, incomplete-snapshots, two-collectors, distributed-flood, fleet-silence"));
  }

  @Test
  void refusesAHostThatDoesNotExist() {
    refuses(
        "incidents: [{kind: silent-host, start: 1m, length: 1m, host: web-99999}]",
        "test.yaml, line 1: silent-host: no host matches and has an endpoint that fits. Hosts are named web-, app-, db-, cache- or worker- and five digits; 20 exist.");
  }

  @Test
  void refusesAnEndBeyondTheSimulation() {
    refuses(
        "incidents: [{kind: silent-host, start: 50m, length: 20m, host: web-00000}]",
        "test.yaml, line 1: start and length end at 4200 s but the simulation has 3600 s. Make it longer with --for.");
  }

  @Test
  void refusesAStrengthThatTheKindCannotHave() {
    refuses(
        "incidents: [{kind: stuck-accept, start: 5m, length: 20m, host: web-00000, strength: 3}]",
        "test.yaml, line 1: strength was '3' but it must be part of the queue that fills, 1 for all of it, a number in 0.01..1.");
  }

  @Test
  void refusesTwoModesOfCookiesOnOneHost() {
    refuses(
        """
        incidents:
          - {kind: syn-flood, start: 1m, length: 1m, host: web-00000, syncookies: 0}
          - {kind: syn-flood, start: 9m, length: 1m, host: web-00000, syncookies: 1}
        """,
        "test.yaml, line 3: syncookies was '1' but host web-00000 has 0 by an incident above; it must be the same during the whole simulation.");
  }

  @Test
  void refusesWhatIsNoList() {
    refuses(
        "incident: []",
        "test.yaml, line 1: the file must have the field incidents, a list, and no other.");
    refuses(
        " ",
        "test.yaml, line 1: there is nothing in it; it must have the field incidents, a list.");
  }

  @Test
  void happensToEachHostThatMatches() {
    SimulatedRun run =
        SimulatedRun.of("kind: clock-skew, start: 1m, length: 1m, host: 'web-*', share: 0.5");
    assertThat(run.incidents()).hasSize(3);
    assertThat(run.truth())
        .extracting(Expectation::scope)
        .allMatch(it -> it.startsWith("host:web"));
  }

  @Test
  void happensToOneHostWhenNoneIsNamed() {
    assertThat(SimulatedRun.of("kind: clock-skew, start: 1m, length: 1m").incidents()).hasSize(1);
  }
}
