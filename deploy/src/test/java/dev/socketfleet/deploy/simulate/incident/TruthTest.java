package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.deploy.simulate.SimulatedRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.deploy.simulate.SimulatedRun;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet.Slot;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruthTest {

  private static final Instant BEGIN = START.plus(Duration.ofMinutes(10));

  private static Instant holds(SimulatedRun run) {
    return run.truth().get(0).holdsFrom().orElseThrow();
  }

  /** The first capture at or after the begin. */
  private static Instant firstCapture(SimulatedRun run) {
    SimulatedHost host = run.incidents().get(0).places().get(0).host();
    long ms = run.fleet().captureMs(new Slot(host, false, run.fleet().phaseMs(host)), 60);
    return Instant.ofEpochMilli(ms);
  }

  /** 50 after some 50 s, 30 more until the spike has held, and up to ten until it is seen. */
  @Test
  void aLeakOfOneASecondHoldsWhenItHasBeenASpikeForHalfAMinute() {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: close-wait-leak, start: 10m, length: 30m, host: app-00006, port: 8080, strength: 1");
    assertThat(holds(run)).isBetween(BEGIN.plusSeconds(75), BEGIN.plusSeconds(100));
  }

  /** 20 after 200 s, but none is older than ten minutes; the minima of five windows rise before. */
  @Test
  void aSlowLeakHoldsWhenItsMinutesHaveRisenFiveTimes() {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: close-wait-leak, start: 10m, length: 30m, host: app-00006, port: 8080, strength: 0.1");
    assertThat(holds(run)).isBetween(BEGIN.plusSeconds(240), BEGIN.plusSeconds(620));
  }

  @Test
  void aSilentHostHoldsThreeIntervalsAfterItsLastSnapshot() {
    SimulatedRun run =
        SimulatedRun.of("kind: silent-host, start: 10m, length: 5m, host: web-00000");
    assertThat(holds(run)).isEqualTo(firstCapture(run).minusSeconds(10).plusSeconds(30));
  }

  @Test
  void aWrongClockHoldsAtTheFirstSnapshot() {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: clock-skew, start: 10m, length: 5m, host: web-00000, strength: -301");
    assertThat(holds(run)).isEqualTo(firstCapture(run));
  }

  @Test
  void cutSnapshotsHoldAfterHalfAMinute() {
    SimulatedRun run =
        SimulatedRun.of("kind: incomplete-snapshots, start: 10m, length: 5m, host: web-00000");
    assertThat(holds(run)).isEqualTo(firstCapture(run).plusSeconds(30));
  }

  @Test
  void twoCollectorsHoldWhenTheFirstComesBack() {
    SimulatedRun run =
        SimulatedRun.of("kind: two-collectors, start: 10m, length: 5m, host: web-00000");
    assertThat(holds(run)).isBetween(BEGIN.plusSeconds(5), BEGIN.plusSeconds(15));
  }

  @Test
  void aServiceThatIsGoneHoldsAfterHalfAMinute() {
    SimulatedRun run =
        SimulatedRun.of("kind: listener-gone, start: 10m, length: 5m, host: web-00000, port: 443");
    assertThat(holds(run)).isEqualTo(firstCapture(run).plusSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: close-wait-leak, start: 10m, length: 30m, host: app-00006, strength: 0.005",
        "kind: close-wait-burst, start: 10m, length: 5m, host: app-00006, strength: 30",
        "kind: syn-flood, start: 10m, length: 30m, host: app-00006, strength: 0.5, syncookies: 1",
        "kind: stuck-accept, start: 10m, length: 30m, host: app-00006, strength: 0.6",
        "kind: upstream-down, start: 10m, length: 30m, host: app-00006, strength: 8",
        "kind: port-exhaustion, start: 10m, length: 30m, host: app-00006, strength: 0.7",
        "kind: lost-fins, start: 10m, length: 30m, host: app-00006, strength: 0.02",
        "kind: peer-leak, start: 10m, length: 30m, host: app-00006, port: 5432, strength: 0.004",
        "kind: listener-gone, start: 10m, length: 15s, host: app-00006",
        "kind: silent-host, start: 10m, length: 15s, host: app-00006",
        "kind: clock-skew, start: 10m, length: 30m, host: app-00006, strength: -300",
        "kind: incomplete-snapshots, start: 10m, length: 9s, host: app-00006",
        "kind: distributed-flood, start: 10m, length: 30m, port: 443, strength: 1",
        "kind: fleet-silence, start: 10m, length: 15s, share: 0.5"
      })
  void whatIsTooWeakOrTooShortIsHarmless(String fields) {
    assertThat(SimulatedRun.of(fields).truth()).isNotEmpty().noneMatch(Expectation::isRaised);
  }

  @Test
  void aFloodOverManyHostsHoldsForTheFleetAfterTwoMinutes() {
    SimulatedRun run =
        SimulatedRun.of("kind: distributed-flood, start: 10m, length: 20m, share: 1, port: 443");
    Expectation truth = run.truth().get(0);
    assertThat(truth.scope()).isEqualTo("fleet");
    assertThat(truth.hosts()).hasSize(6);
    assertThat(holds(run)).isBetween(BEGIN.plusSeconds(120), BEGIN.plusSeconds(300));
  }

  @Test
  void aLineOfTheTruthNamesThePlace() {
    SimulatedRun run =
        SimulatedRun.of("kind: silent-host, start: 10m, length: 1m, host: web-00000");
    assertThat(TruthLine.of(run.truth().get(0)))
        .hasToString(
            "{\"schema\":\"socketfleet.simulated-incident/1\",\"incident\":\"1\",\"kind\":\"silent-host\",\"scope\":\"host:web-00000\",\"hosts\":[\"web-00000\"],\"start\":\"2026-01-05T00:10:00Z\",\"end\":\"2026-01-05T00:11:00Z\",\"condition\":\"no snapshot for 3 intervals\",\"raised\":true,\"holdsFrom\":\"%s\"}"
                .formatted(holds(run)));
  }
}
