package dev.socketfleet.deploy.simulate.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.SimulatedRun;
import dev.socketfleet.deploy.simulate.fleet.Counter;
import dev.socketfleet.deploy.simulate.fleet.Draft;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectsTest {

  /** A second and a half after the start, as long as 6,000 SYNs take at 4,000 a second. */
  private static final double MEASURED = 1.5;

  private static Draft at(SimulatedRun run, int place, double seconds, boolean disturbed) {
    Incident incident = run.incidents().get(0);
    Draft draft = new Draft();
    long atMs = incident.start().toEpochMilli() + (long) (1_000 * seconds);
    run.fleet().paint(incident.places().get(place).host(), atMs, disturbed, draft);
    return draft;
  }

  private static int endpoint(SimulatedRun run, int place) {
    return run.incidents().get(0).places().get(place).endpoint();
  }

  private static long count(SimulatedRun run, double seconds, SocketState state) {
    return at(run, 0, seconds, true).count(endpoint(run, 0), state);
  }

  private static long rise(SimulatedRun run, double seconds, Counter counter) {
    int at = endpoint(run, 0);
    return at(run, 0, seconds, true).counterOf(at, counter)
        - at(run, 0, seconds, false).counterOf(at, counter);
  }

  /** The measured table: what the kernel holds and which counters move. */
  @ParameterizedTest
  @CsvSource({
    "0, 8080, 129, listenDrops reqQFullDrop",
    "1, 8080, 129, syncookiesSent reqQFullDoCookies",
    "2, 8080, 0, syncookiesSent reqQFullDoCookies",
    "0, 8443, 1537, listenDrops",
    "1, 8443, 4097, syncookiesSent reqQFullDoCookies"
  })
  void aFloodFillsToTheCapAndMovesTheCountersOfItsMode(
      int cookies, int port, long held, String counters) {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: syn-flood, start: 10m, length: 10m, host: app-00006, strength: 4000, syncookies: %d, port: %d"
                .formatted(cookies, port));
    assertThat(count(run, MEASURED, SocketState.SYN_RECEIVED)).isEqualTo(held);
    assertThat(count(run, 300, SocketState.SYN_RECEIVED)).isEqualTo(held);
    List<String> moved = new ArrayList<>();
    for (Counter counter :
        List.of(
            Counter.LISTEN_OVERFLOWS,
            Counter.LISTEN_DROPS,
            Counter.SYNCOOKIES_SENT,
            Counter.REQ_Q_FULL_DO_COOKIES,
            Counter.REQ_Q_FULL_DROP)) {
      if (rise(run, MEASURED, counter) > 0) {
        moved.add(counter.wireName());
      }
    }
    assertThat(moved).containsExactlyInAnyOrder(counters.split(" ", -1));
    assertThat(at(run, 0, 300, true).fullestQueue(endpoint(run, 0))).isZero();
  }

  @Test
  void aFloodWithoutCookiesKeepsOthersOutAndEndsWithinItsRetransmissions() {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: syn-flood, start: 10m, length: 10m, host: app-00006, port: 8080, strength: 4000, syncookies: 0");
    long usual = at(run, 0, 300, false).count(endpoint(run, 0), SocketState.ESTABLISHED);
    assertThat(count(run, 300, SocketState.ESTABLISHED)).isLessThan(usual / 4);
    assertThat(count(run, 600 + 30, SocketState.SYN_RECEIVED)).isBetween(40L, 90L);
    assertThat(count(run, 600 + 64, SocketState.SYN_RECEIVED)).isLessThan(8);
  }

  @Test
  void aSlowFloodHoldsWhatArrivesInSixtyThreeSeconds() {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: syn-flood, start: 10m, length: 10m, host: app-00006, port: 8443, strength: 1, syncookies: 1");
    assertThat(count(run, 200, SocketState.SYN_RECEIVED)).isBetween(63L, 72L);
    assertThat(rise(run, 200, Counter.SYNCOOKIES_SENT)).isZero();
  }

  @Test
  void aStuckProgramFillsItsQueueByOneMoreThanTheLimitAndOverflows() {
    SimulatedRun run =
        SimulatedRun.of("kind: stuck-accept, start: 10m, length: 10m, host: app-00006, port: 8080");
    Draft full = at(run, 0, 120, true);
    assertThat(full.fullestQueue(endpoint(run, 0))).isEqualTo(129);
    assertThat(full.count(endpoint(run, 0), SocketState.SYN_RECEIVED)).isGreaterThan(15);
    assertThat(full.count(endpoint(run, 0), SocketState.CLOSE_WAIT)).isLessThan(50);
    assertThat(rise(run, 120, Counter.LISTEN_OVERFLOWS)).isPositive();
    assertThat(rise(run, 120, Counter.LISTEN_DROPS))
        .isEqualTo(rise(run, 120, Counter.LISTEN_OVERFLOWS));
    assertThat(rise(run, 1, Counter.LISTEN_OVERFLOWS)).isZero();
    assertThat(count(run, 500, SocketState.CLOSE_WAIT)).isGreaterThan(80);
    assertThat(at(run, 0, 601, true).fullestQueue(endpoint(run, 0))).isLessThan(100);
  }

  @Test
  void aLeakGrowsByItsRateAndEndsWithARestart() {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: close-wait-leak, start: 10m, length: 30m, host: app-00006, port: 8080, strength: 1");
    assertThat(count(run, 600, SocketState.CLOSE_WAIT)).isBetween(595L, 615L);
    assertThat(at(run, 0, 600, true).age(endpoint(run, 0), SocketState.CLOSE_WAIT))
        .isBetween(595_000L, 600_000L);
    assertThat(count(run, 1_801, SocketState.CLOSE_WAIT)).isLessThan(15);
    assertThat(count(run, 1_801, SocketState.LISTEN)).isZero();
    assertThat(count(run, 1_805, SocketState.LISTEN)).isEqualTo(1);
  }

  @Test
  void aLeakOfThePeerShowsOnBothSidesWithTheOtherOnesAddress() {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: peer-leak, start: 10m, length: 30m, host: app-00006, port: 5432, strength: 1");
    List<Place> places = run.incidents().get(0).places();
    assertThat(places).hasSize(2);
    assertThat(places.get(0).peer()).contains(places.get(1).host().address());
    assertThat(places.get(1).peer()).contains(places.get(0).host().address());
    assertThat(at(run, 0, 300, true).count(endpoint(run, 0), SocketState.FIN_WAIT_2))
        .isBetween(295L, 320L);
    assertThat(at(run, 1, 300, true).count(endpoint(run, 1), SocketState.CLOSE_WAIT))
        .isBetween(295L, 320L);
  }

  @Test
  void exhaustionTakesItsPartOfTheRangeTowardsOneDestination() {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: port-exhaustion, start: 10m, length: 10m, host: web-00000, port: 8080, strength: 0.9");
    long range = 60_999 - 32_768 + 1;
    assertThat(at(run, 0, 120, true).ports(endpoint(run, 0)))
        .isBetween((long) (0.89 * range), (long) (0.9 * range) + 1);
    assertThat(at(run, 0, 30, true).ports(endpoint(run, 0))).isLessThan((long) (0.5 * range));
  }

  @Test
  void anUpstreamThatIsDownHoldsAttemptsTowardsIt() {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: upstream-down, start: 10m, length: 10m, host: app-00006, port: 5432, strength: 60");
    assertThat(count(run, 120, SocketState.SYN_SENT)).isBetween(50L, 75L);
    assertThat(count(run, 640, SocketState.SYN_SENT)).isLessThan(5);
  }

  @ParameterizedTest
  @CsvSource({"fin_wait_1", "last_ack", "closing"})
  void lostFinsPileUpInTheirState(String state) {
    SimulatedRun run =
        SimulatedRun.of(
            "kind: lost-fins, start: 10m, length: 20m, host: web-00000, port: 443, strength: 1, state: "
                + state);
    SocketState of = SocketState.ofWireName(state).orElseThrow();
    assertThat(count(run, 300, of)).isBetween(300L, 310L);
    assertThat(rise(run, 300, Counter.RETRANS_SEGS)).isPositive();
  }

  @Test
  void aServiceThatIsGoneLeavesTimeWaitForAMinute() {
    SimulatedRun run =
        SimulatedRun.of("kind: listener-gone, start: 10m, length: 10m, host: web-00000, port: 443");
    assertThat(count(run, 20, SocketState.LISTEN)).isZero();
    assertThat(count(run, 20, SocketState.ESTABLISHED)).isZero();
    assertThat(count(run, 20, SocketState.TIME_WAIT)).isPositive();
    assertThat(count(run, 61, SocketState.TIME_WAIT)).isZero();
    assertThat(count(run, 601, SocketState.LISTEN)).isEqualTo(4);
  }
}
