package dev.socketfleet.streams.topology;

import static dev.socketfleet.streams.Snapshots.HTTPS;
import static dev.socketfleet.streams.Snapshots.NGINX;
import static dev.socketfleet.streams.Snapshots.T0;
import static dev.socketfleet.streams.Snapshots.https;
import static dev.socketfleet.streams.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence.HostCount;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.streams.Snapshots;
import dev.socketfleet.streams.rule.FleetCause;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.topology.DrivenStage.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts report, the fleet speaks, and hosts are held back: both stages and the way between. */
class FleetAlertsStageTest {

  private static final int HOSTS = 8;

  @TempDir Path folder;

  private final RulesInForce rules =
      new RulesInForce(RuleSet.defaults(), List.of(), new SimpleMeterRegistry());
  private final Map<String, Alert> current = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private DrivenStage stage;
  private long now = T0;

  @BeforeEach
  void open() {
    stage = new DrivenStage(folder, rules, State.EMPTY);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  /** Time passes; what is told of the fleet comes back as it does from the topic of alerts. */
  private void seconds(int seconds) throws MalformedRecordException {
    for (int second = 0; second < seconds; second++) {
      now += 1_000;
      stage.tick(now);
      for (Alert alert : stage.alertEvents()) {
        current.put(alert.id(), alert);
        told.add(alert.status().wireName() + " " + alert.rule().id());
      }
      rules.causes(
          FleetCause.of(
              current.values().stream()
                  .filter(it -> it.subject().host().isEmpty() && it.status() == AlertStatus.FIRING)
                  .toList()));
    }
  }

  private void report(int from, int to, long seq) {
    for (int host = from; host < to; host++) {
      stage.pipe(
          snapshot("web-" + host, "b", seq, now, List.of(https(SocketState.ESTABLISHED, 5))));
    }
  }

  private long count(String what) {
    return told.stream().filter(what::equals).count();
  }

  private Alert alert(String rule) {
    return current.values().stream()
        .filter(it -> it.rule().id().equals(rule))
        .findFirst()
        .orElseThrow(() -> new AssertionError(rule + " told nothing, but " + told));
  }

  @Test
  void hostsThatFallSilentAtOnceAreOneAlertAndNoneOfTheirs() throws MalformedRecordException {
    report(0, HOSTS, 0);
    seconds(60);
    assertThat(count("firing fleet-hosts-silent")).isEqualTo(1);
    assertThat(count("firing host-silent")).isZero();
    assertThat(alert("fleet-hosts-silent").evidence().hosts()).hasSize(HOSTS);

    report(0, HOSTS, 1);
    seconds(5);
    assertThat(alert("fleet-hosts-silent").status()).isEqualTo(AlertStatus.RESOLVED);
    assertThat(count("firing host-silent")).isZero();
  }

  @Test
  void thoseWhoAreLeftWhenTheFleetIsOverSpeakForThemselvesAfterTheirTime()
      throws MalformedRecordException {
    report(0, HOSTS, 0);
    seconds(60);
    for (int second = 0; second < 30; second += 5) {
      report(0, HOSTS - 2, 1 + second);
      seconds(5);
      if (second == 10) {
        assertThat(alert("fleet-hosts-silent").status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(count("firing host-silent")).isZero();
      }
    }
    assertThat(count("firing host-silent")).isEqualTo(2);
  }

  private void leak(long seq, long sockets) {
    List<PeerCount> peers = new ArrayList<>();
    Endpoint client = new Endpoint(Role.CLIENT, HTTPS.port());
    for (int web = 1; web <= 5; web++) {
      String local = "10.0.0." + web;
      peers.add(new PeerCount(local, sockets));
      Group waiting =
          new Group(
              Group.HOST_NETNS,
              client,
              NGINX,
              Optional.empty(),
              StateCounts.of(SocketState.FIN_WAIT_2, sockets),
              Optional.empty(),
              Map.of(SocketState.FIN_WAIT_2, List.of(new PeerCount("10.0.9.9", sockets))),
              Map.of());
      Namespace namespace =
          new Namespace(
              Group.HOST_NETNS,
              1,
              Map.of(),
              KernelLimits.NONE,
              List.of(new Destination(local, "10.0.9.9", HTTPS.port(), sockets)));
      stage.pipe(
          Snapshots.snapshot(
              "web-" + web, "b", seq, now, true, List.of(waiting), List.of(namespace)));
    }
    Group leaking =
        new Group(
            Group.HOST_NETNS,
            HTTPS,
            NGINX,
            Optional.empty(),
            StateCounts.of(SocketState.CLOSE_WAIT, 5 * sockets),
            Optional.empty(),
            Map.of(SocketState.CLOSE_WAIT, peers),
            Map.of());
    stage.pipe(snapshot("db-1", "b", seq, now, List.of(leaking)));
  }

  @Test
  void aLeakThatOthersSufferFromIsOneAlertThatNamesBothSides() throws MalformedRecordException {
    for (int seq = 0; seq < 40; seq++) {
      leak(seq, 12 + seq);
      seconds(10);
    }
    assertThat(told)
        .filteredOn(it -> it.startsWith("firing"))
        .as("one alert, told again when it names more")
        .containsOnly("firing fleet-peer-leak");
    Alert proof = alert("fleet-peer-leak");
    assertThat(proof.evidence().hosts())
        .extracting(HostCount::host)
        .containsExactlyInAnyOrder("db-1", "web-1", "web-2", "web-3", "web-4", "web-5");
    assertThat(proof.summary())
        .contains("db-1, unit nginx.service, does not close its connections (10.0.9.9)");
  }
}
