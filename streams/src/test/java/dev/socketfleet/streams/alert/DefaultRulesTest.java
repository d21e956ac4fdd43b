package dev.socketfleet.streams.alert;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_2;
import static dev.socketfleet.common.model.SocketState.SYN_RECEIVED;
import static dev.socketfleet.streams.alert.ScriptedHost.aged;
import static dev.socketfleet.streams.alert.ScriptedHost.group;
import static dev.socketfleet.streams.alert.ScriptedHost.listening;
import static dev.socketfleet.streams.alert.ScriptedHost.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.StateCounts;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultRulesTest {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void aLeakOf300CloseWaitIsOneAlertWithin30Seconds(int interval) {
    ScriptedHost host = ScriptedHost.withDefaults(interval);
    host.snapshots(TEN_MINUTES, listening(9_000, 0, 128, ESTABLISHED, 5));
    long appeared = host.at;

    Group leak = listening(9_000, 0, 128, CLOSE_WAIT, 300);
    Group otherSide = group(Role.CLIENT, 9_000, StateCounts.of(FIN_WAIT_2, 300));
    host.snapshots(Duration.ofMinutes(20), leak, otherSide);
    host.snapshot(listening(9_000, 0, 128, CLOSE_WAIT, 40));
    host.snapshots(TEN_MINUTES, listening(9_000, 0, 128, ESTABLISHED, 5));

    assertThat(host.told()).hasSize(3);
    Alert firing = host.firing().get(0);
    assertThat(firing.rule().id()).isEqualTo("close-wait-high");
    assertThat(firing.updatedAt().toEpochMilli() - appeared).isBetween(10_000L, 30_000L);
    assertThat(host.last().reason().orElseThrow().wireName()).isEqualTo("cleared");
  }

  @Test
  void theDrillFiresOnAHostThatWasJustSeenFirst() {
    ScriptedHost host = ScriptedHost.withDefaults(2);
    host.snapshot();
    host.snapshots(Duration.ofSeconds(20), server(9_000, CLOSE_WAIT, 300));

    assertThat(host.told())
        .containsExactly("pending close-wait-high 2s", "firing close-wait-high 12s");
  }

  @Test
  void socketsThatComeAndGoSlowlyAreOneAlertToo() {
    ScriptedHost host = ScriptedHost.withDefaults(2);
    host.snapshots(TEN_MINUTES, listening(9_000, 0, 128, ESTABLISHED, 5));
    for (int count = 0; count <= 300; count += 15) {
      host.snapshot(listening(9_000, 0, 128, CLOSE_WAIT, count));
    }
    host.snapshots(Duration.ofMinutes(2), listening(9_000, 0, 128, CLOSE_WAIT, 300));
    for (int count = 300; count >= 0; count -= 15) {
      host.snapshot(listening(9_000, 0, 128, CLOSE_WAIT, count));
    }
    host.snapshots(Duration.ofMinutes(2), listening(9_000, 0, 128, CLOSE_WAIT, 0));

    assertThat(host.firing()).hasSize(1);
    assertThat(host.alerts.active()).isFalse();
  }

  @Test
  void aFloodOf200SynReceivedIsOneAlertEvenOnAColdHost() {
    ScriptedHost host = ScriptedHost.withDefaults(2);
    host.snapshots(Duration.ofSeconds(20), listening(9_000, 0, 4_096, ESTABLISHED, 0));
    host.snapshots(Duration.ofMinutes(5), listening(9_000, 0, 4_096, SYN_RECEIVED, 200));
    host.snapshots(Duration.ofMinutes(1), listening(9_000, 0, 4_096, ESTABLISHED, 0));

    assertThat(host.told())
        .containsExactly(
            "pending syn-received-spike 20s",
            "firing syn-received-spike 30s",
            "cleared syn-received-spike 320s");
  }

  @Test
  void aListenerAtItsSynCapIsOneAlert() {
    ScriptedHost host = ScriptedHost.withDefaults(2);
    host.snapshots(TEN_MINUTES, listening(9_000, 0, 128, ESTABLISHED, 50));
    host.snapshots(Duration.ofMinutes(5), listening(9_000, 0, 128, SYN_RECEIVED, 129));

    assertThat(host.firing()).hasSize(1);
    assertThat(host.firing().get(0).rule().id()).isEqualTo("syn-received-high");
    assertThat(host.firing().get(0).threshold()).hasValue(115.2);
  }

  @Test
  void withoutCookiesTheKernelStopsAtThreeQuartersOfItsBacklog() {
    ScriptedHost host =
        ScriptedHost.withDefaults(10).limits(new KernelLimits(64, 4_096, 0, 32_768, 60_999));
    host.snapshots(TEN_MINUTES, listening(9_000, 0, 4_096, ESTABLISHED, 50));
    host.snapshots(Duration.ofMinutes(1), listening(9_000, 0, 4_096, SYN_RECEIVED, 44));

    assertThat(host.firing()).hasSize(1);
    assertThat(host.firing().get(0).threshold()).hasValue(43.2);
  }

  @Test
  void aFullAcceptQueueIsOneAlertWithItsSymptoms() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    host.snapshots(TEN_MINUTES, listening(9_000, 0, 128, ESTABLISHED, 50));
    host.snapshots(Duration.ofMinutes(1), listening(9_000, 129, 128, ESTABLISHED, 179));
    host.snapshots(Duration.ofMinutes(5), listening(9_000, 129, 128, SYN_RECEIVED, 129));

    assertThat(host.firing()).hasSize(1);
    Alert firing = host.firing().get(0);
    assertThat(firing.rule().id()).isEqualTo("listen-queue-full");
    assertThat(firing.summary())
        .isEqualTo(
            "web-1 server port 9000: 129 connections wait in the fullest accept queue, alarm at"
                + " 102.4, held by unit nginx.service (nginx, pid 812)");
    assertThat(firing.subject().state()).isEmpty();
  }

  @Test
  void anIdleHostIsQuiet() {
    ScriptedHost host = ScriptedHost.withDefaults(2);
    for (int minute = 0; minute < 40; minute++) {
      host.snapshots(
          Duration.ofMinutes(1),
          listening(22, minute % 2, 128, ESTABLISHED, 3),
          server(8_080, CLOSE_WAIT, minute % 4));
    }

    assertThat(host.transitions).isEmpty();
  }

  @Test
  void aHostThatStartsWithCloseWaitIsQuiet() {
    ScriptedHost host = ScriptedHost.withDefaults(2);
    host.snapshots(Duration.ofMinutes(40), server(8_080, CLOSE_WAIT, 60));

    assertThat(host.transitions).isEmpty();
  }

  @Test
  void aBusyHostThatStartsWithHalfOpenConnectionsIsQuiet() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    for (int i = 0; i < 300; i++) {
      host.snapshot(listening(443, 0, 4_096, SYN_RECEIVED, 400 + 37L * i % 60));
    }

    assertThat(host.transitions).isEmpty();
  }

  @Test
  void oldCloseWaitIsALeakEvenWhenItIsSmall() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    host.snapshots(TEN_MINUTES);
    host.snapshots(Duration.ofMinutes(9), aged(9_000, 25, Duration.ofMinutes(9)));
    assertThat(host.transitions).isEmpty();

    host.snapshots(Duration.ofMinutes(1), aged(9_000, 25, Duration.ofMinutes(11)));

    assertThat(host.firing()).hasSize(1);
    assertThat(host.firing().get(0).summary())
        .isEqualTo(
            "web-1 server port 9000: 25 sockets in close_wait, the oldest for more than 600 s,"
                + " usually 0, alarm at 20, held by unit nginx.service");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 60})
  void aSlowLeakIsFoundWithinSixMinutes(int interval) {
    ScriptedHost host = ScriptedHost.withDefaults(interval);
    host.snapshots(TEN_MINUTES, listening(9_000, 0, 128, ESTABLISHED, 5));
    long start = host.at;
    while (host.firing().isEmpty() && host.at - start < 1_200_000) {
      long leaked = (host.at - start) / 10_000;
      host.snapshot(listening(9_000, 0, 128, CLOSE_WAIT, leaked));
    }

    assertThat(host.firing()).hasSize(1);
    assertThat(host.last().rule().id()).isEqualTo("close-wait-growing");
    assertThat(host.last().updatedAt().toEpochMilli() - start)
        .isLessThanOrEqualTo(360_000L + 2L * interval * 1_000);
  }

  @Test
  void aLeakThatIsClosedEndsItsAlertAtOnce() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    host.snapshots(TEN_MINUTES, listening(9_000, 0, 128, ESTABLISHED, 5));
    for (int i = 0; i < 48; i++) {
      host.snapshot(listening(9_000, 0, 128, CLOSE_WAIT, i));
    }
    host.snapshot(listening(9_000, 0, 128, CLOSE_WAIT, 0));

    assertThat(host.firing()).hasSize(1);
    assertThat(host.alerts.active()).isFalse();
  }

  @Test
  void aSpikeIsFoundBelowTheFixedLevel() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    host.snapshots(Duration.ofMinutes(30), server(9_000, CLOSE_WAIT, 4));
    host.snapshots(Duration.ofMinutes(1), server(9_000, CLOSE_WAIT, 80));

    assertThat(host.firing()).hasSize(1);
    assertThat(host.last().rule().id()).isEqualTo("close-wait-spike");
    assertThat(host.last().baseline()).hasValueCloseTo(4.0, within(0.2));
  }

  @Test
  void theRestGroupIsNotJudged() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    host.snapshots(
        Duration.ofMinutes(5),
        Group.of(
            Group.ANY_NETNS,
            new Endpoint(Role.SERVER, 0),
            Owner.OTHER,
            StateCounts.of(CLOSE_WAIT, 5_000)));

    assertThat(host.transitions).isEmpty();
  }

  @Test
  void twoEndpointsAreTwoIncidents() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    host.snapshots(
        Duration.ofMinutes(1), server(443, CLOSE_WAIT, 300), server(8_443, CLOSE_WAIT, 300));

    assertThat(host.firing()).hasSize(2);
    assertThat(host.firing().get(0).id()).isNotEqualTo(host.firing().get(1).id());
  }

  @Test
  void aSilentHostIsToldByTheClockAndOverWithTheNextSnapshot() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    host.snapshots(Duration.ofMinutes(1));
    for (int second = 0; second <= 48; second++) {
      host.tick(Duration.ofSeconds(second));
    }
    host.silence(Duration.ofSeconds(50));
    host.snapshot();
    host.tick(Duration.ZERO);

    assertThat(host.told())
        .containsExactly(
            "pending host-silent 80s", "firing host-silent 95s", "cleared host-silent 110s");
    assertThat(host.transitions.get(0).summary())
        .isEqualTo("web-1: no snapshot for 30 s, alarm at 30 s");
    assertThat(host.last().summary()).isEqualTo("web-1: over, now snapshots arrive again");
  }

  @Test
  void anAlertSaysWhatWhereWhoAndWhatToDo() {
    ScriptedHost host =
        ScriptedHost.withDefaults(10).tcp(Map.of("listenOverflows", 3L, "activeOpens", 9L));
    host.snapshot();
    host.tcp(Map.of("listenOverflows", 5L, "activeOpens", 9L));
    host.snapshots(Duration.ofSeconds(20), server(443, CLOSE_WAIT, 300));

    Alert alert = host.last();
    assertThat(alert.summary())
        .isEqualTo(
            "web-1 server port 443: 300 sockets in close_wait, usually 0, alarm at 100, held by"
                + " unit nginx.service (nginx, pid 812)");
    assertThat(alert.value()).hasValue(300);
    assertThat(alert.threshold()).hasValue(100);
    assertThat(alert.labels()).containsExactlyEntriesOf(Map.of("dc", "eu1"));
    assertThat(alert.meaning()).contains("this program has not");
    assertThat(alert.checks()).isNotEmpty().anyMatch(it -> it.contains("sport = :443"));
    assertThat(alert.evidence().owners()).hasSize(1);
    assertThat(alert.evidence().owners().get(0).count()).isEqualTo(300);
    assertThat(alert.evidence().peers().get(0).address()).isEqualTo("203.0.113.9");
    assertThat(alert.evidence().tcp()).containsExactlyEntriesOf(Map.of("listenOverflows", 2L));
    assertThat(alert.evidence().series()).hasSize(1);
  }

  @Test
  void tellsBaselineAndThresholdOfJudgedSeries() {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    host.snapshot(server(443, CLOSE_WAIT, 7));
    host.snapshot(server(443, CLOSE_WAIT, 9));

    assertThat(host.judged).containsExactly("host server:443 close_wait 7 20");
  }
}
