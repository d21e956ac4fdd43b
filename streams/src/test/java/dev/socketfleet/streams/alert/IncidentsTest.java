package dev.socketfleet.streams.alert;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_1;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_2;
import static dev.socketfleet.common.model.SocketState.LAST_ACK;
import static dev.socketfleet.common.model.SocketState.SYN_RECEIVED;
import static dev.socketfleet.common.model.SocketState.SYN_SENT;
import static dev.socketfleet.common.model.SocketState.TIME_WAIT;
import static dev.socketfleet.streams.alert.ScriptedHost.group;
import static dev.socketfleet.streams.alert.ScriptedHost.listening;
import static dev.socketfleet.streams.alert.ScriptedHost.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.StateCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each incident raises its one alert of the default pack, in time, and no other. */
class IncidentsTest {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
  private static final Group IDLE = listening(443, 0, 128, ESTABLISHED, 5);
  private static final Group AT_CAP = listening(443, 0, 128, SYN_RECEIVED, 129);
  private static final String LOCAL = "127.0.0.1";
  private static final String UPSTREAM = "10.0.0.9";
  private static final Map<String, Long> COUNTERS =
      Map.of("listenOverflows", 7L, "listenDrops", 11L, "syncookiesSent", 3L, "syncookiesRecv", 3L);

  private static ScriptedHost host(int interval, int syncookies) {
    ScriptedHost host =
        ScriptedHost.withDefaults(interval)
            .tcp(COUNTERS)
            .limits(new KernelLimits(2_048, 4_096, syncookies, 32_768, 60_999));
    host.snapshots(TEN_MINUTES, IDLE);
    assertThat(host.transitions).isEmpty();
    return host;
  }

  private static ScriptedHost host(int interval) {
    return host(interval, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void aFloodWithCookiesUnderPressureIsItsFullQueueUntilTheCookiesEnd(int interval) {
    ScriptedHost host = host(interval);
    long start = host.at;
    host.rising("syncookiesSent", 1_000L * interval);
    host.snapshots(Duration.ofMinutes(5), AT_CAP);

    assertThat(host.fired()).containsExactly("syn-received-high");
    assertThat(host.firedAfter("syn-received-high", start).orElseThrow()).isBetween(10L, 30L);
    Alert alert = host.firing().get(0);
    assertThat(alert.severity().wireName()).isEqualTo("critical");
    assertThat(alert.evidence().tcp()).containsKey("syncookiesSent");

    // The count falls, the flood goes on: no recovery.
    host.snapshots(Duration.ofMinutes(5), IDLE);
    assertThat(host.fired()).containsExactly("syn-received-high");
    assertThat(host.alerts.active()).isTrue();

    host.steady().snapshots(Duration.ofMinutes(4), IDLE);
    assertThat(host.last().reason().orElseThrow().wireName()).isEqualTo("cleared");
    assertThat(host.alerts.active()).isFalse();
    assertThat(host.fired()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 60})
  void aFloodWithCookiesAlwaysShowsInTheCountersOnly(int interval) {
    ScriptedHost host = host(interval, 2);
    long start = host.at;
    host.rising("syncookiesSent", 1_000L * interval);
    host.snapshots(Duration.ofMinutes(6), IDLE);

    assertThat(host.fired()).containsExactly("syn-cookies");
    assertThat(host.firedAfter("syn-cookies", start).orElseThrow()).isLessThanOrEqualTo(180);
    Alert alert = host.firing().get(0);
    assertThat(alert.subject().netns()).contains("host");
    assertThat(alert.subject().endpoint()).isEmpty();
    assertThat(alert.summary())
        .matches(
            "web-1: [0-9.]+ SYN cookies a second are sent that nobody answers, alarm above 0.5.*");
    host.steady().snapshots(Duration.ofMinutes(4), IDLE);
    assertThat(host.alerts.active()).isFalse();
  }

  @Test
  void cookiesThatClientsAnswerAreLoad() {
    ScriptedHost host = host(10, 2);
    host.rising("syncookiesSent", 5_000).rising("syncookiesRecv", 4_900);
    host.snapshots(Duration.ofMinutes(10), IDLE);

    assertThat(host.transitions).isEmpty();
  }

  @Test
  void aFloodWithoutCookiesIsItsFullQueue() {
    ScriptedHost host = host(10, 0);
    host.rising("listenDrops", 3_000).rising("reqQFullDrop", 3_000);
    host.snapshots(Duration.ofMinutes(5), AT_CAP);

    assertThat(host.fired()).containsExactly("syn-received-high");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 60})
  void dropsThatNoCountExplainsAreToldOfTheNamespace(int interval) {
    ScriptedHost host = host(interval, 0);
    long start = host.at;
    host.rising("listenDrops", 40);
    host.snapshots(Duration.ofMinutes(5), IDLE);

    assertThat(host.fired()).containsExactly("syn-drops");
    assertThat(host.firedAfter("syn-drops", start).orElseThrow()).isLessThanOrEqualTo(180);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void aStuckApplicationIsItsFullQueueWhateverElseShows(int interval) {
    ScriptedHost host = host(interval);
    long start = host.at;
    host.rising("listenOverflows", 30).rising("listenDrops", 30);
    host.snapshots(
        Duration.ofMinutes(8),
        listening(443, 129, 128, CLOSE_WAIT, 129),
        to(Role.CLIENT, 443, SYN_SENT, 60, new PeerCount(LOCAL, 60)));

    assertThat(host.fired()).containsExactly("listen-queue-full");
    assertThat(host.firedAfter("listen-queue-full", start).orElseThrow()).isBetween(30L, 60L);
    host.steady().snapshots(TWO_MINUTES, IDLE);
    assertThat(host.alerts.active()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void aQueueThatOverflowsBetweenSnapshotsIsToldWithTheFullestListener(int interval) {
    ScriptedHost host = host(interval);
    long start = host.at;
    host.rising("listenOverflows", 5).rising("listenDrops", 5);
    host.snapshots(Duration.ofMinutes(5), listening(443, 20, 128, ESTABLISHED, 5));

    assertThat(host.fired()).containsExactly("listen-overflows");
    assertThat(host.firedAfter("listen-overflows", start).orElseThrow()).isLessThanOrEqualTo(60);
    assertThat(host.firing().get(0).summary())
        .contains("accept queues overflow")
        .endsWith(
            "; the fullest queue is port 443's with 20 of 128, held by unit nginx.service (nginx,"
                + " pid 812)");
    assertThat(host.firing().get(0).evidence().listen()).isPresent();
  }

  @Test
  void aBurstThatOverflowsOnceRaisesNothing() {
    ScriptedHost host = host(10);
    for (int burst = 0; burst < 5; burst++) {
      host.rising("listenOverflows", 200).rising("listenDrops", 200);
      host.snapshot(IDLE);
      host.snapshot(IDLE);
      host.steady().snapshots(Duration.ofMinutes(5), IDLE);
    }

    assertThat(host.fired()).isEmpty();
  }

  @Test
  void countersThatBeganAnewMakeNoRate() {
    ScriptedHost host = host(10);
    for (int boot = 0; boot < 20; boot++) {
      host.namespaceAnew(
          Map.of("listenOverflows", 900L + boot, "listenDrops", 9_000L, "syncookiesSent", 800L));
      host.snapshots(Duration.ofSeconds(20), IDLE);
      host.tcp(Map.of("listenOverflows", 5L, "listenDrops", 6L, "syncookiesSent", 7L));
      host.snapshots(Duration.ofSeconds(20), IDLE);
    }

    assertThat(host.transitions).isEmpty();
  }

  @Test
  void aNamespaceThatIsGoneEndsItsAlerts() {
    ScriptedHost host = host(10);
    long drops = 0;
    for (int i = 0; i < 30; i++) {
      host.otherNamespaces(
          new Namespace(
              "blue", 77, Map.of("listenDrops", drops += 50), KernelLimits.NONE, List.of()));
      host.snapshot(IDLE);
    }
    assertThat(host.fired()).containsExactly("syn-drops");
    assertThat(host.last().summary()).startsWith("web-1 netns blue: ");

    host.otherNamespaces();
    host.snapshot(IDLE);
    assertThat(host.alerts.active()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 60})
  void goodbyesThatAreNotAnsweredGrow(int interval) {
    ScriptedHost host = host(interval);
    long start = host.at;
    while (host.firing().isEmpty() && host.at - start < 900_000) {
      long stuck = (host.at - start) / 2_000;
      host.snapshot(IDLE, to(Role.SERVER, 443, LAST_ACK, stuck, new PeerCount(UPSTREAM, stuck)));
    }

    assertThat(host.fired()).containsExactly("teardown-growing");
    assertThat(host.firedAfter("teardown-growing", start).orElseThrow())
        .isLessThanOrEqualTo(360 + 2L * interval);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 60})
  void goodbyesThatAreStuckAtOnceAreASpike(int interval) {
    ScriptedHost host = host(interval);
    long start = host.at;
    host.snapshots(Duration.ofMinutes(8), IDLE, to(Role.CLIENT, 5_432, FIN_WAIT_1, 90));

    assertThat(host.fired()).containsExactly("teardown-spike");
    assertThat(host.firedAfter("teardown-spike", start).orElseThrow())
        .isBetween(300L, 300L + 2L * interval);
  }

  @Test
  void aBurstOfGoodbyesRaisesNothing() {
    ScriptedHost host = host(10);
    host.snapshots(TWO_MINUTES, IDLE, to(Role.CLIENT, 5_432, FIN_WAIT_1, 90));
    host.snapshots(Duration.ofMinutes(10), IDLE);

    assertThat(host.fired()).isEmpty();
  }

  private static void leak(ScriptedHost host, String clientPeer, String serverPeer) {
    for (long leaked = 0; leaked < 99; leaked += 2) {
      host.snapshot(
          listening(443, 0, 128, ESTABLISHED, 5),
          to(Role.CLIENT, 8_080, FIN_WAIT_2, leaked, new PeerCount(clientPeer, leaked)),
          to(Role.SERVER, 8_080, CLOSE_WAIT, leaked, new PeerCount(serverPeer, leaked)));
    }
  }

  @Test
  void thePeersLeakNamesThePeer() {
    ScriptedHost host = host(10);
    long start = host.at;
    for (long leaked = 0; leaked < 600; leaked += 10) {
      host.snapshot(
          IDLE, to(Role.CLIENT, 8_080, FIN_WAIT_2, leaked, new PeerCount(UPSTREAM, leaked)));
    }

    assertThat(host.fired()).containsExactly("fin-wait-2-growing");
    assertThat(host.firedAfter("fin-wait-2-growing", start).orElseThrow()).isLessThanOrEqualTo(370);
    Alert alert = host.firing().get(0);
    assertThat(alert.summary()).contains("fin_wait_2").endsWith(", most with 10.0.0.9");
    assertThat(alert.evidence().peers().get(0).address()).isEqualTo(UPSTREAM);
  }

  @Test
  void bothEndsOfALeakOnOneHostAreOneIncident() {
    ScriptedHost host = host(10);
    leak(host, LOCAL, LOCAL);

    assertThat(host.fired()).containsExactly("close-wait-spike");
  }

  @Test
  void aLeakHereAndALeakAtAPeerAreTwoIncidents() {
    ScriptedHost host = host(10);
    leak(host, UPSTREAM, "203.0.113.7");

    assertThat(host.fired()).containsExactlyInAnyOrder("close-wait-spike", "fin-wait-2-growing");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 60})
  void anUpstreamThatDoesNotAnswerIsNamed(int interval) {
    ScriptedHost host = host(interval);
    long start = host.at;
    host.snapshots(
        Duration.ofMinutes(4),
        IDLE,
        to(
            Role.CLIENT,
            5_432,
            SYN_SENT,
            27,
            new PeerCount(UPSTREAM, 25),
            new PeerCount("10.0.0.8", 2)));

    assertThat(host.fired()).containsExactly("syn-sent-high");
    assertThat(host.firedAfter("syn-sent-high", start).orElseThrow())
        .isLessThanOrEqualTo(Math.max(90, 2L * interval));
    Alert alert = host.firing().get(0);
    assertThat(alert.subject().peer()).contains(UPSTREAM);
    assertThat(alert.subject().state()).contains(SYN_SENT);
    assertThat(alert.value()).hasValue(25);
    assertThat(alert.summary())
        .isEqualTo(
            "web-1 client of 10.0.0.9:5432: 25 sockets in syn_sent, alarm at 20, held by unit"
                + " nginx.service (nginx, pid 812)");
    host.snapshots(TWO_MINUTES, IDLE);
    assertThat(host.alerts.active()).isFalse();
  }

  @Test
  void twoUpstreamsAreTwoIncidentsAndManyAreNone() {
    ScriptedHost two = host(10);
    two.snapshots(
        TWO_MINUTES,
        to(
            Role.CLIENT,
            5_432,
            SYN_SENT,
            60,
            new PeerCount(UPSTREAM, 30),
            new PeerCount("10.0.0.8", 30)));
    ScriptedHost many = host(10);
    many.snapshots(
        TWO_MINUTES,
        IDLE,
        to(
            Role.CLIENT,
            80,
            SYN_SENT,
            90,
            new PeerCount("10.0.0.1", 1),
            new PeerCount("10.0.0.2", 1)));

    assertThat(two.firing().stream().filter(it -> it.rule().id().equals("syn-sent-high")))
        .extracting(it -> it.subject().peer().orElseThrow())
        .containsExactlyInAnyOrder(UPSTREAM, "10.0.0.8");
    assertThat(many.fired()).isEmpty();
  }

  @Test
  void peersThatAreNotToldFreezeAnAlert() {
    ScriptedHost host = host(10);
    host.snapshots(
        TWO_MINUTES, IDLE, to(Role.CLIENT, 5_432, SYN_SENT, 30, new PeerCount(UPSTREAM, 30)));
    host.snapshots(TEN_MINUTES, IDLE, to(Role.CLIENT, 5_432, SYN_SENT, 30));
    assertThat(host.alerts.active()).isTrue();
    assertThat(host.fired()).hasSize(1);

    host.snapshots(TWO_MINUTES, IDLE, to(Role.CLIENT, 5_432, SYN_SENT, 5));
    assertThat(host.alerts.active()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void anExhaustedRangeNamesItsDestination(int interval) {
    ScriptedHost host = host(interval);
    long start = host.at;
    host.destinations(
        new Destination("10.0.0.5", UPSTREAM, 5_432, 25_000),
        new Destination("10.0.0.6", UPSTREAM, 5_432, 900),
        new Destination("10.0.0.5", "10.0.0.8", 5_432, 3_000));
    host.snapshots(TWO_MINUTES, IDLE, group(Role.CLIENT, 5_432, StateCounts.of(TIME_WAIT, 28_000)));

    assertThat(host.fired()).containsExactly("ephemeral-ports-low");
    assertThat(host.firedAfter("ephemeral-ports-low", start).orElseThrow()).isLessThanOrEqualTo(30);
    Alert alert = host.firing().get(0);
    assertThat(alert.subject().peer()).contains(UPSTREAM);
    assertThat(alert.subject().endpoint().orElseThrow().port()).isEqualTo(5_432);
    assertThat(alert.threshold()).hasValue(22_585.6);
    assertThat(alert.summary())
        .isEqualTo(
            "web-1 client of 10.0.0.9:5432: 25000 of 28232 local ports are in use for this"
                + " destination, alarm at 22585.6, most by unit nginx.service (nginx, pid 812)");

    host.destinations(new Destination("10.0.0.5", UPSTREAM, 5_432, 300));
    host.snapshots(TWO_MINUTES, IDLE);
    assertThat(host.alerts.active()).isFalse();
  }

  @Test
  void aBusyServiceExhaustsNothing() {
    ScriptedHost host = host(10);
    host.destinations(new Destination("10.0.0.5", UPSTREAM, 5_432, 12_000));
    host.snapshots(
        TEN_MINUTES,
        listening(443, 3, 128, ESTABLISHED, 60_000),
        listening(80, 0, 128, TIME_WAIT, 40_000));

    assertThat(host.fired()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void aListenerThatIsGoneIsMissedUntilItIsBack(int interval) {
    ScriptedHost host = host(interval);
    long start = host.at;
    host.snapshots(Duration.ofMinutes(5), ScriptedHost.server(22, ESTABLISHED, 1));

    assertThat(host.fired()).containsExactly("listener-gone");
    assertThat(host.firedAfter("listener-gone", start).orElseThrow()).isBetween(30L, 60L);
    Alert alert = host.firing().get(0);
    assertThat(alert.subject().endpoint().orElseThrow()).hasToString("server:443");
    assertThat(alert.subject().state().orElseThrow().wireName()).isEqualTo("listen");
    assertThat(alert.summary())
        .matches(
            "web-1 server port 443: nothing listens any more, for [0-9]+ s now; the last to listen"
                + " was unit nginx.service \\(nginx, pid 812\\)");
    assertThat(alert.evidence().owners()).hasSize(1);

    host.snapshot(IDLE);
    assertThat(host.last().summary())
        .isEqualTo("web-1 server port 443: over, now something listens again");
    assertThat(host.alerts.active()).isFalse();
  }

  @Test
  void aDeployOfSomeSecondsIsNoIncident() {
    ScriptedHost host = host(10);
    for (int i = 0; i < 10; i++) {
      host.snapshots(Duration.ofSeconds(20));
      host.snapshots(Duration.ofMinutes(5), IDLE);
    }

    assertThat(host.fired()).isEmpty();
  }

  @Test
  void whatListenedBrieflyOrOnAnEphemeralPortIsNoService() {
    ScriptedHost host = host(10);
    host.snapshots(Duration.ofSeconds(60), IDLE, listening(8_080, 0, 128, ESTABLISHED, 0));
    host.snapshots(TEN_MINUTES, IDLE, listening(40_000, 0, 128, ESTABLISHED, 0));
    host.snapshots(TEN_MINUTES, IDLE);

    assertThat(host.transitions).isEmpty();
  }

  @Test
  void aServiceThatWasWithdrawnDoesNotFireForEver() {
    ScriptedHost host = host(60);
    host.snapshots(Duration.ofHours(23));
    assertThat(host.alerts.active()).isTrue();

    host.snapshots(Duration.ofHours(2));
    assertThat(host.alerts.active()).isFalse();
    assertThat(host.last().summary())
        .isEqualTo("web-1 server port 443: over, now it is taken for withdrawn");
  }

  private static Group contained(String netns) {
    Group listener = listening(8_080, 0, 128, ESTABLISHED, 2);
    return new Group(
        netns,
        listener.endpoint(),
        listener.owner(),
        listener.process(),
        listener.counts(),
        listener.listen(),
        listener.peers(),
        listener.oldestMs());
  }

  private static Namespace namespace(String name, long inode) {
    return new Namespace(name, inode, Map.of(), KernelLimits.NONE, List.of());
  }

  @Test
  void aContainerThatWasStoppedOrReplacedHasNotCrashed() {
    ScriptedHost host = host(10);
    host.otherNamespaces(namespace("blue", 7));
    host.snapshots(TEN_MINUTES, IDLE, contained("blue"));
    host.otherNamespaces(namespace("blue", 8));
    host.snapshots(TWO_MINUTES, IDLE);
    host.snapshots(TEN_MINUTES, IDLE, contained("blue"));
    host.otherNamespaces();
    host.snapshots(TEN_MINUTES, IDLE);

    assertThat(host.transitions).isEmpty();
  }

  @Test
  void aCrashInAContainerThatLivesOnIsMissed() {
    ScriptedHost host = host(10);
    host.otherNamespaces(namespace("blue", 7));
    host.snapshots(TEN_MINUTES, IDLE, contained("blue"));
    host.snapshots(TWO_MINUTES, IDLE);

    assertThat(host.fired()).containsExactly("listener-gone");
    assertThat(host.last().subject().netns()).contains("blue");
  }

  @Test
  void aClockThatIsOffIsToldWithinAMinute() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    for (int i = 0; i < 12; i++) {
      host.report("a", -95_000, false, true);
    }
    assertThat(host.told())
        .containsExactly("pending host-clock-skew 0s", "firing host-clock-skew 30s");
    assertThat(host.last().summary())
        .isEqualTo("web-1: its clock is 95 s off, believed only up to 30 s ahead and 5 min behind");

    for (int i = 0; i < 40; i++) {
      host.report("a", 40, true, true);
    }
    assertThat(host.alerts.active()).isFalse();
  }

  @Test
  void snapshotsThatAreOftenIncompleteAreTold() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    host.report("a", 0, true, true);
    for (int i = 0; i < 6; i++) {
      host.report("a", 0, true, i % 2 == 1);
    }
    assertThat(host.told()).containsExactly("firing host-incomplete 50s");
    assertThat(host.last().summary())
        .isEqualTo("web-1: 3 of its last 10 snapshots were incomplete, alarm at 3");

    for (int i = 0; i < 10; i++) {
      host.report("a", 0, true, true);
    }
    assertThat(host.alerts.active()).isFalse();
  }

  @Test
  void twoCollectorsThatTakeTurnsAreToldAndRestartsAreNot() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    for (int boot = 0; boot < 30; boot++) {
      host.report("boot-" + boot, 0, true, true);
    }
    assertThat(host.transitions).isEmpty();

    for (int i = 0; i < 6; i++) {
      host.report(i % 2 == 0 ? "boot-28a" : "boot-29", 0, true, true);
    }
    assertThat(host.fired()).containsExactly("host-two-boots");
    assertThat(host.last().summary())
        .isEqualTo(
            "web-1: two collectors send as this host: they took turns 3 times within 20 snapshots,"
                + " alarm at 3");
  }

  /** Two days at 60 s: load that follows the day, deploys, bursts. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void twoOrdinaryDaysRaiseNothing(long seed) {
    ScriptedHost host = ScriptedHost.withDefaults(60).tcp(COUNTERS);
    Random random = new Random(seed);
    for (int minute = 0; minute < 2 * 1_440; minute++) {
      double load = 1 + Math.sin(2 * Math.PI * minute / 1_440.0);
      boolean deploys = minute % 700 == 699;
      long requests = Math.round(load * (200 + random.nextInt(40)));
      host.rising("listenOverflows", minute % 400 == 0 ? 30 : 0)
          .rising("listenDrops", minute % 400 == 0 ? 30 : 0);
      host.destinations(new Destination("10.0.0.5", UPSTREAM, 5_432, 20 * requests));
      host.snapshot(
          listening(443, random.nextInt(9), 511, ESTABLISHED, deploys ? 0 : requests),
          ScriptedHost.server(443, CLOSE_WAIT, random.nextInt(6)),
          ScriptedHost.server(443, SYN_RECEIVED, random.nextInt(12)),
          group(Role.CLIENT, 5_432, StateCounts.of(TIME_WAIT, 20 * requests)),
          group(Role.CLIENT, 5_432, StateCounts.of(FIN_WAIT_2, random.nextInt(20))),
          group(Role.CLIENT, 5_432, StateCounts.of(FIN_WAIT_1, random.nextInt(8))),
          to(Role.CLIENT, 6_379, SYN_SENT, 3, new PeerCount(UPSTREAM, 3)));
    }

    assertThat(host.fired()).isEmpty();
  }
}
