package dev.socketfleet.streams.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Evidence.HostCount;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.streams.alert.HalfClosed;
import dev.socketfleet.streams.alert.Standing.Phase;
import dev.socketfleet.streams.fleet.HostTrouble.Trouble;
import dev.socketfleet.streams.rule.FleetCause;
import dev.socketfleet.streams.rule.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetAlertsTest {

  private static final long T0 = 1_790_000_040_000L;
  private static final long MINUTE = 60_000;
  private static final int PARTITIONS = 12;
  private static final Endpoint HTTPS = new Endpoint(Role.SERVER, 443);
  private static final Endpoint POSTGRES = new Endpoint(Role.SERVER, 5432);

  private final List<Alert> published = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private byte[] saved = {};
  private RuleSet rules = RuleSet.defaults();
  private FleetAlerts alerts = fresh();
  private long now = T0;

  private FleetAlerts fresh() {
    return new FleetAlerts(
        FleetScope.FLEET,
        86_400_000,
        new FleetAlerts.Output() {
          @Override
          public void save(byte[] state) {
            saved = state;
          }

          @Override
          public void publish(Alert alert) {
            published.add(alert);
          }

          @Override
          public void publishForgotten(String alertId) {
            forgotten.add(alertId);
          }

          @Override
          public List<Evidence.Point> recent(Endpoint endpoint, SocketState state) {
            return List.of();
          }

          @Override
          public void judgingFailed(RuntimeException cause) {
            throw cause;
          }
        });
  }

  /** Only what was saved is left, and the partitions tell again what they have to. */
  private void crash(Map<Integer, PartitionTrouble> told) {
    alerts = fresh();
    if (saved.length > 0) {
      alerts.restore(saved);
    }
    alerts.resume(now);
    told.forEach(alerts::told);
  }

  private void seconds(int seconds) {
    for (int second = 0; second < seconds; second++) {
      now += 1_000;
      alerts.advance(rules, now);
    }
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (Alert alert : published) {
      String how =
          alert.reason().map(it -> it.wireName()).orElseGet(() -> alert.status().wireName());
      told.add(how + " " + alert.rule().id());
    }
    return told;
  }

  private static Trouble silent(Phase phase, long seconds) {
    return new Trouble(
        "host-silent",
        Optional.empty(),
        Optional.empty(),
        "",
        phase,
        T0 - seconds,
        seconds,
        List.of(),
        Optional.empty());
  }

  /** So many hosts, of which the first are silent, over all partitions. */
  private static Map<Integer, PartitionTrouble> fleet(int hosts, int silent, Phase phase) {
    Map<Integer, PartitionTrouble> told = new TreeMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int own = partition;
      int[] here = IntStream.range(0, hosts).filter(it -> it % PARTITIONS == own).toArray();
      List<HostTrouble> troubled = new ArrayList<>();
      for (int host : here) {
        if (host < silent) {
          troubled.add(
              new HostTrouble("web-" + host, List.of(silent(phase, 30 + host)), List.of()));
        }
      }
      told.put(partition, new PartitionTrouble(here.length, troubled));
    }
    return told;
  }

  private void tell(Map<Integer, PartitionTrouble> fleet) {
    // As it goes through the topic.
    fleet.forEach((it, told) -> alerts.told(it, PartitionTrouble.decode(told.encode())));
  }

  @Test
  void manySilentHostsAreOneAlert() {
    tell(fleet(40, 40, Phase.PENDING));
    seconds(2);
    assertThat(told()).containsExactly("pending fleet-hosts-silent");
    seconds(60);
    assertThat(told()).containsExactly("pending fleet-hosts-silent", "firing fleet-hosts-silent");
    Alert alert = published.get(1);
    assertThat(alert.subject().scope()).isEqualTo("fleet");
    assertThat(alert.subject().host()).isEmpty();
    assertThat(alert.value()).hasValue(40);
    assertThat(alert.threshold()).hasValue(5);
    assertThat(alert.evidence().hosts()).hasSize(40).first().isEqualTo(new HostCount("web-39", 69));
    assertThat(alert.summary())
        .startsWith("fleet: 40 of 40 hosts at once (host-silent), first web-39 at 2026-")
        .endsWith("Z, most on web-39 (69), web-38 (68), web-37 (67)");
    assertThat(alert.meaning()).isNotEmpty();
  }

  @Test
  void fewSilentHostsSpeakForThemselves() {
    tell(fleet(40, 4, Phase.FIRING));
    seconds(60);
    assertThat(published).isEmpty();
  }

  @Test
  void aSmallPartOfALargeFleetIsNoMatterOfTheFleet() {
    tell(fleet(100, 9, Phase.FIRING));
    seconds(60);
    assertThat(published).isEmpty();
    tell(fleet(100, 10, Phase.FIRING));
    seconds(60);
    assertThat(told()).contains("firing fleet-hosts-silent");
  }

  @Test
  void hostsThatAreHeldByItKeepItFiringUntilHalfOfWhatBeganItIsLeft() {
    tell(fleet(100, 10, Phase.PENDING));
    seconds(10);
    tell(fleet(100, 10, Phase.HELD));
    seconds(60);
    tell(fleet(100, 5, Phase.HELD));
    seconds(60);
    assertThat(told()).endsWith("firing fleet-hosts-silent");
    tell(fleet(100, 4, Phase.HELD));
    seconds(1);
    assertThat(told()).endsWith("cleared fleet-hosts-silent");
  }

  @Test
  void isToldAgainWhenItIsTwiceAsWide() {
    tell(fleet(40, 5, Phase.PENDING));
    seconds(5);
    tell(fleet(40, 9, Phase.HELD));
    seconds(60);
    assertThat(published).hasSize(2);
    tell(fleet(40, 10, Phase.HELD));
    seconds(60);
    assertThat(published).hasSize(3);
    assertThat(published.get(2).status()).isEqualTo(AlertStatus.FIRING);
    assertThat(published.get(2).id()).isEqualTo(published.get(1).id());
    assertThat(published.get(2).revision()).isGreaterThan(published.get(1).revision());
    assertThat(published.get(2).value()).hasValue(10);
  }

  @Test
  void aRuleThatIsTakenAwayResolvesItsAlert() {
    tell(fleet(40, 40, Phase.PENDING));
    seconds(5);
    rules = RuleSet.EMPTY;
    seconds(1);
    assertThat(told()).endsWith("rule_removed fleet-hosts-silent");
  }

  @Test
  void anAlertThatNobodyKnowsOfIsResolvedSoThatItHoldsNoHostBack() {
    tell(fleet(40, 40, Phase.PENDING));
    seconds(5);
    FleetCause left = FleetCause.of(published.subList(1, 2)).get(0);
    saved = new byte[0];
    crash(Map.of());
    rules = rules.with(List.of(left));
    published.clear();
    seconds(3);
    assertThat(told()).containsExactly("rule_changed fleet-hosts-silent");
    assertThat(published.get(0).id()).isEqualTo(left.alertId());
    assertThat(published.get(0).revision()).isGreaterThan(left.revision());
  }

  @Test
  void aResolvedAlertIsForgottenAfterADay() {
    tell(fleet(40, 40, Phase.PENDING));
    seconds(5);
    tell(fleet(40, 0, Phase.PENDING));
    seconds(1);
    now += 86_400_000;
    seconds(1);
    assertThat(forgotten).containsExactly(published.get(0).id());
  }

  @Test
  void noTransitionIsLostWhereverItCrashes() {
    List<Map<Integer, PartitionTrouble>> life = new ArrayList<>();
    life.add(fleet(40, 0, Phase.PENDING));
    for (int second = 0; second < 8; second++) {
      life.add(fleet(40, 30, Phase.PENDING));
    }
    life.add(fleet(40, 2, Phase.PENDING));
    life.add(fleet(40, 0, Phase.PENDING));
    for (int crashAt = 0; crashAt < life.size(); crashAt++) {
      published.clear();
      saved = new byte[0];
      alerts = fresh();
      for (int step = 0; step < life.size(); step++) {
        tell(life.get(step));
        seconds(1);
        if (step == crashAt) {
          int before = published.size();
          // What was published since the last commit never got out.
          List<Alert> lost = List.copyOf(published.subList(0, before));
          published.clear();
          crash(life.get(step));
          assertThat(published).as("told again after step %d", step).isEqualTo(lost);
        }
      }
      assertThat(told())
          .as("crash at step %d", crashAt)
          .containsExactly(
              "pending fleet-hosts-silent",
              "firing fleet-hosts-silent",
              "cleared fleet-hosts-silent");
    }
  }

  @Test
  void whatSurelyGotOutIsNotToldAgain() {
    tell(fleet(40, 40, Phase.PENDING));
    seconds(5);
    now += 120_000;
    seconds(1);
    published.clear();
    crash(fleet(40, 40, Phase.PENDING));
    seconds(10);
    assertThat(published).isEmpty();
  }

  /** Hosts over one window, each with so many half-open connections. */
  private static FleetWindow window(int number, int hosts, int each, int onOne) {
    long start = T0 + number * MINUTE;
    FleetWindow sum = new FleetWindow(start, start + MINUTE);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      FleetWindow partial = new FleetWindow(start, start + MINUTE);
      for (int host = partition; host < hosts; host += PARTITIONS) {
        long count = (long) each + (host == 7 ? onOne : 0);
        Map<SocketState, Gauge> states =
            Map.of(
                SocketState.ESTABLISHED,
                new Gauge(6, 50, 50, 50, 50),
                SocketState.SYN_RECEIVED,
                new Gauge(6, count, count, count, count));
        partial.add(
            new WindowCounts(
                "host:web-" + host,
                Optional.of("web-" + host),
                Instant.ofEpochMilli(start),
                Instant.ofEpochMilli(start + MINUTE),
                1,
                6,
                states,
                List.of(new EndpointWindow(HTTPS, states, Optional.empty(), Optional.empty())),
                OptionalInt.empty(),
                OptionalInt.empty()));
      }
      sum.add(FleetWindow.decode(partial.encode()));
    }
    return FleetWindow.decode(sum.encode());
  }

  private void closed(FleetWindow window) {
    now = Math.max(now, window.endMs() + 30_000);
    alerts.summed(window, rules, now);
    seconds(1);
  }

  private void calmFor(int windows) {
    for (int number = 0; number < windows; number++) {
      closed(window(number, 60, number % 2, 0));
    }
  }

  @Test
  void aDistributedFloodIsOneAlertThatNamesHosts() {
    calmFor(20);
    assertThat(published).isEmpty();
    closed(window(20, 60, 8, 1));
    closed(window(21, 60, 8, 1));
    assertThat(told()).containsExactly("firing fleet-syn-received-spike");
    Alert alert = published.get(0);
    assertThat(alert.subject().alertId("fleet-syn-received-spike")).isEqualTo(alert.id());
    assertThat(alert.subject().endpoint()).contains(HTTPS);
    assertThat(alert.subject().netns()).isEmpty();
    assertThat(alert.value()).hasValue(481);
    assertThat(alert.evidence().owners()).isEmpty();
    assertThat(alert.evidence().hosts()).first().isEqualTo(new HostCount("web-7", 9));
    assertThat(alert.summary())
        .startsWith("fleet server port 443: 481 sockets in syn_received, usually ")
        .endsWith("; on 60 hosts, most on web-7 (9), web-0 (8), web-1 (8)");
    for (int number = 22; number < 25; number++) {
      closed(window(number, 60, 1, 0));
    }
    assertThat(told()).endsWith("cleared fleet-syn-received-spike");
  }

  @Test
  void aFloodOfOneHostThatAlertsItselfIsNoneOfTheFleet() {
    calmFor(20);
    Trouble own =
        new Trouble(
            "syn-received-spike",
            Optional.of(HTTPS),
            Optional.of(SocketState.SYN_RECEIVED),
            "",
            Phase.FIRING,
            now,
            900,
            List.of(),
            Optional.empty());
    alerts.told(
        7, new PartitionTrouble(5, List.of(new HostTrouble("web-7", List.of(own), List.of()))));
    closed(window(20, 60, 3, 150));
    assertThat(published).isEmpty();
    alerts.told(7, new PartitionTrouble(5, List.of()));
    closed(window(21, 60, 3, 150));
    assertThat(told()).containsExactly("firing fleet-syn-received-spike");
  }

  @Test
  void whatOneHostHasAlmostAllOfIsNoneOfTheFleet() {
    calmFor(20);
    closed(window(20, 60, 1, 900));
    assertThat(published).isEmpty();
  }

  @Test
  void aWindowIsJudgedOnceThoughItIsAddedUpAnew() {
    calmFor(20);
    closed(window(20, 60, 1, 0));
    closed(window(20, 60, 9, 0));
    closed(window(19, 60, 9, 0));
    assertThat(published).isEmpty();
  }

  @Test
  void aWindowWithoutAPartitionWaitsForIt() {
    calmFor(20);
    FleetWindow flood = window(20, 60, 9, 0);
    now = flood.endMs() + 30_000;
    alerts.summed(window(20, 30, 9, 0), rules, now);
    seconds(5);
    assertThat(published).isEmpty();
    alerts.summed(flood, rules, now);
    assertThat(published).hasSize(1);
    assertThat(published.get(0).value()).hasValue(540);
  }

  @Test
  void aPartitionThatStaysAwayIsNotAwaitedForLong() {
    calmFor(20);
    FleetWindow half = window(20, 30, 9, 0);
    now = half.endMs() + 30_000;
    alerts.summed(half, rules, now);
    seconds(11);
    assertThat(published).hasSize(1);
    assertThat(published.get(0).value()).hasValue(270);
  }

  @Test
  void whatTheSumsLearnedSurvivesARestart() {
    calmFor(20);
    crash(Map.of());
    closed(window(20, 60, 9, 0));
    assertThat(told()).containsExactly("firing fleet-syn-received-spike");
    crash(Map.of());
    assertThat(published.get(1)).isEqualTo(published.get(0));
  }

  private static HostTrouble leaking(String host, PeerCount... peers) {
    Trouble trouble =
        new Trouble(
            "close-wait-high",
            Optional.of(POSTGRES),
            Optional.of(SocketState.CLOSE_WAIT),
            "",
            Phase.PENDING,
            T0,
            110,
            List.of(peers),
            Optional.of(
                new Evidence.OwnerCount(
                    new Owner(OwnerKind.UNIT, "postgresql.service"),
                    Optional.of(new OwnerProcess(812, "postgres")),
                    110)));
    return new HostTrouble(host, List.of(trouble), List.of());
  }

  private static HostTrouble waiting(String host, String local, String remote, long count) {
    return new HostTrouble(host, List.of(), List.of(new HalfClosed(local, remote, 5432, count)));
  }

  @Test
  void theProofOfALeakNamesTheSideThatDoesNotCloseAndWhoSuffers() {
    List<HostTrouble> told = new ArrayList<>();
    told.add(leaking("db-1", new PeerCount("10.0.0.1", 30), new PeerCount("10.0.0.2", 20)));
    for (int web = 1; web <= 5; web++) {
      told.add(waiting("web-" + web, "10.0.0." + web, "10.0.9.9", 10L * web));
    }
    alerts.told(0, new PartitionTrouble(6, told));
    seconds(30);
    assertThat(told()).containsExactly("firing fleet-peer-leak");
    Alert alert = published.get(0);
    assertThat(alert.summary())
        .isEqualTo(
            "fleet server port 5432 close_wait: db-1, unit postgresql.service (postgres, pid 812),"
                + " does not close its connections (10.0.9.9): 110 in close_wait there,"
                + " 150 wait in fin_wait_2 on 5 hosts: web-5 (50), web-4 (40), web-3 (30)");
    assertThat(alert.subject().peer()).contains("10.0.9.9");
    assertThat(alert.evidence().hosts())
        .extracting(HostCount::host)
        .containsExactly("db-1", "web-5", "web-4", "web-3", "web-2", "web-1");
    assertThat(alert.evidence().owners()).hasSize(1);

    // The clients' kernels give up after a minute, the server still does not close.
    alerts.told(0, new PartitionTrouble(6, List.of(leaking("db-1"))));
    seconds(200);
    assertThat(published).hasSize(1);
    alerts.told(0, new PartitionTrouble(6, List.of()));
    seconds(62);
    assertThat(told()).containsExactly("firing fleet-peer-leak", "cleared fleet-peer-leak");
  }

  @Test
  void aProofThatComesAfterTheServersAlertIsToldOnlyInPlaceOfTheClients() {
    Trouble leak = leaking("db-1", new PeerCount("10.0.0.1", 60)).troubles().get(0);
    HostTrouble server = new HostTrouble("db-1", List.of(of(leak, Phase.FIRING)), List.of());
    HostTrouble client = waiting("web-1", "10.0.0.1", "10.0.9.9", 60);
    alerts.told(0, new PartitionTrouble(2, List.of(server, client)));
    seconds(30);
    assertThat(published).isEmpty();

    Trouble growing =
        new Trouble(
            "fin-wait-2-growing",
            Optional.of(new Endpoint(Role.CLIENT, 5432)),
            Optional.of(SocketState.FIN_WAIT_2),
            "",
            Phase.PENDING,
            T0,
            60,
            List.of(),
            Optional.empty());
    alerts.told(
        0,
        new PartitionTrouble(
            2,
            List.of(
                server,
                new HostTrouble(
                    "web-1", List.of(of(growing, Phase.FIRING)), client.halfClosed()))));
    seconds(30);
    assertThat(published).isEmpty();

    alerts.told(
        0,
        new PartitionTrouble(
            2, List.of(server, new HostTrouble("web-1", List.of(growing), client.halfClosed()))));
    seconds(2);
    assertThat(told()).containsExactly("firing fleet-peer-leak");
  }

  private static Trouble of(Trouble trouble, Phase phase) {
    return new Trouble(
        trouble.ruleId(),
        trouble.endpoint(),
        trouble.state(),
        trouble.peer(),
        phase,
        trouble.startedAtMs(),
        trouble.value(),
        trouble.peers(),
        trouble.owner());
  }

  @Test
  void whatIsWithinAHostProvesNothingAboutOthers() {
    alerts.told(
        0,
        new PartitionTrouble(
            2,
            List.of(
                leaking("db-1", new PeerCount("127.0.0.1", 100), new PeerCount("172.17.0.3", 90)),
                waiting("web-1", "127.0.0.1", "127.0.0.1", 100),
                new HostTrouble(
                    "web-2",
                    leaking("web-2", new PeerCount("172.17.0.3", 80)).troubles(),
                    List.of(new HalfClosed("172.17.0.3", "172.17.0.2", 5432, 80))))));
    seconds(30);
    assertThat(published).isEmpty();
  }

  @Test
  void anAddressThatTwoServersCouldHaveProvesNothing() {
    alerts.told(
        0,
        new PartitionTrouble(
            3,
            List.of(
                leaking("db-1", new PeerCount("10.0.0.1", 60)),
                leaking("db-2", new PeerCount("10.0.0.1", 60)),
                waiting("web-1", "10.0.0.1", "10.0.9.9", 60))));
    seconds(30);
    assertThat(published).isEmpty();
  }

  @Test
  void aServerNobodyElseComplainsOfIsItsOwnMatter() {
    alerts.told(
        0, new PartitionTrouble(1, List.of(leaking("db-1", new PeerCount("203.0.113.9", 110)))));
    seconds(30);
    assertThat(published).isEmpty();
  }
}
