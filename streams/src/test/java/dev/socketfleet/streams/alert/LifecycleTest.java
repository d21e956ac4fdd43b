package dev.socketfleet.streams.alert;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.streams.alert.ScriptedHost.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.rule.RuleSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  private static final Group MANY = server(443, CLOSE_WAIT, 300);
  private static final Group SOME = server(443, CLOSE_WAIT, 70);
  private static final Group FEW = server(443, CLOSE_WAIT, 3);

  @Test
  void firesWhenTheConditionHeldForLongEnough() {
    ScriptedHost host = host(10, "for: 30s");

    host.snapshot(FEW);
    host.snapshots(Duration.ofMinutes(1), MANY);

    assertThat(host.told()).containsExactly("pending many 10s", "firing many 40s");
  }

  @Test
  void firesAtOnceWithoutFor() {
    ScriptedHost host = host(10, "for: 0s");

    host.snapshot(MANY);

    assertThat(host.told()).containsExactly("firing many 0s");
  }

  @Test
  void confirmsAtTheNextSnapshotWhenSnapshotsAreRarerThanFor() {
    ScriptedHost host = host(60, "for: 10s");

    host.snapshots(Duration.ofMinutes(2), MANY);

    assertThat(host.told()).containsExactly("pending many 0s", "firing many 60s");
  }

  @Test
  void toleratesTheJitterOfSnapshots() {
    ScriptedHost host = host(10, "for: 10s");

    host.snapshot(MANY);
    host.at -= 400;
    host.snapshot(MANY);

    assertThat(host.told()).containsExactly("pending many 0s", "firing many 9s");
  }

  @Test
  void aPendingAlertThatEndsIsNotConfirmed() {
    ScriptedHost host = host(10, "for: 30s");

    host.snapshots(Duration.ofSeconds(20), MANY);
    host.snapshot(FEW);

    assertThat(host.told()).containsExactly("pending many 0s", "not_confirmed many 20s");
  }

  @Test
  void pendingNeedsTheFullLevelAndFiringOnlyTheClearLevel() {
    ScriptedHost host = host(10, "for: 20s");

    host.snapshot(MANY);
    host.snapshot(SOME);
    host.snapshots(Duration.ofSeconds(30), MANY);
    host.snapshots(Duration.ofMinutes(1), SOME);
    host.snapshot(FEW);

    assertThat(host.told())
        .containsExactly(
            "pending many 0s",
            "not_confirmed many 10s",
            "pending many 20s",
            "firing many 40s",
            "cleared many 110s");
  }

  @Test
  void anEndpointThatIsAbsentFromACompleteSnapshotIsZero() {
    ScriptedHost host = host(10, "for: 0s");

    host.snapshot(MANY);
    host.snapshot();

    assertThat(host.told()).containsExactly("firing many 0s", "cleared many 10s");
    assertThat(host.last().value()).hasValue(0);
  }

  @Test
  void incompleteSnapshotsChangeNothing() {
    ScriptedHost host = host(10, "for: 0s");

    host.snapshot(MANY);
    host.incompleteSnapshot();
    host.incompleteSnapshot(FEW);

    assertThat(host.told()).containsExactly("firing many 0s");
    assertThat(host.alerts.active()).isTrue();
  }

  @Test
  void aGapDoesNotCountTowardsFor() {
    ScriptedHost host = host(10, "for: 60s");

    host.snapshot(MANY);
    host.silence(Duration.ofHours(1));
    host.snapshot(MANY);
    host.snapshots(Duration.ofSeconds(30), MANY);

    assertThat(host.told()).containsExactly("pending many 0s");
  }

  @Test
  void keepsFiringForAWhileAfterTheCondition() {
    ScriptedHost host = host(10, "for: 0s\nkeep_firing_for: 30s");

    host.snapshot(MANY);
    host.snapshots(Duration.ofSeconds(20), FEW);
    host.snapshot(MANY);
    host.snapshots(Duration.ofSeconds(40), FEW);

    assertThat(host.told()).containsExactly("firing many 0s", "cleared many 70s");
  }

  @Test
  void aSampleThatIsNotNewerChangesNothing() {
    ScriptedHost host = host(10, "for: 0s");

    host.snapshot(MANY);
    host.at -= 10_000;
    host.snapshot(FEW);

    assertThat(host.told()).containsExactly("firing many 0s");
  }

  @Test
  void aRuleThatChangesIsJudgedAnew() {
    ScriptedHost host = host(10, "for: 10s");
    host.snapshots(Duration.ofSeconds(20), MANY);

    host.rules = RuleSet.of(List.of(rule("for: 20s")));
    host.snapshots(Duration.ofSeconds(30), MANY);

    assertThat(host.told())
        .containsExactly(
            "pending many 0s",
            "firing many 10s",
            "rule_changed many 20s",
            "pending many 20s",
            "firing many 40s");
    assertThat(host.transitions.get(1).rule().revision())
        .isEqualTo(host.transitions.get(2).rule().revision())
        .isNotEqualTo(host.last().rule().revision());
  }

  @Test
  void aRuleThatIsRemovedOrDisabledEndsItsAlerts() {
    ScriptedHost removed = host(10, "for: 0s");
    removed.snapshot(MANY);
    removed.rules = RuleSet.EMPTY;
    removed.snapshot(MANY);

    ScriptedHost disabled = host(10, "for: 0s");
    disabled.snapshot(MANY);
    disabled.rules = RuleSet.of(List.of(rule("for: 0s\nenabled: false")));
    disabled.tick(Duration.ofSeconds(1));

    assertThat(removed.told()).containsExactly("firing many 0s", "rule_removed many 10s");
    assertThat(disabled.told()).containsExactly("firing many 0s", "rule_removed many 1s");
  }

  @Test
  void retiringAHostEndsItsAlerts() {
    ScriptedHost host = host(10, "for: 0s");
    host.snapshot(MANY);

    host.alerts.retire(ResolveReason.HOST_RETIRED, host.at + 86_400_000, host);

    assertThat(host.told()).containsExactly("firing many 0s", "host_retired many 86400s");
    assertThat(host.last().summary()).isEqualTo("web-1 server port 443: the host was retired");
    assertThat(host.alerts.active()).isFalse();
  }

  @Test
  void numbersTransitionsUpwardsAcrossEpisodesAndNeverTwice() {
    ScriptedHost host = host(10, "for: 10s");
    for (int episode = 0; episode < 5; episode++) {
      host.snapshots(Duration.ofSeconds(30), MANY);
      host.rules = RuleSet.of(List.of(rule("for: " + (10 + episode) + "s")));
      host.snapshots(Duration.ofSeconds(20), MANY);
      host.snapshots(Duration.ofSeconds(20), FEW);
    }

    List<Long> revisions = host.transitions.stream().map(Alert::revision).toList();
    Set<String> ids = new HashSet<>(host.transitions.stream().map(Alert::transition).toList());
    assertThat(revisions).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(20);
    assertThat(ids).hasSameSizeAs(revisions);
    assertThat(host.transitions.stream().map(Alert::id).distinct()).hasSize(1);
    assertThat(host.last().transition()).isEqualTo(host.last().id() + "-" + host.last().revision());
  }

  @Test
  void tellsWhenTheEpisodeStartedAndEnded() {
    ScriptedHost host = host(10, "for: 20s");
    host.snapshots(Duration.ofSeconds(30), MANY);
    host.snapshot(FEW);

    assertThat(host.last().startedAt()).hasToString("2026-11-20T10:00:00Z");
    assertThat(host.last().updatedAt()).hasToString("2026-11-20T10:00:30Z");
    assertThat(host.last().resolvedAt()).contains(host.last().updatedAt());
    assertThat(host.transitions.get(1).resolvedAt()).isEmpty();
  }

  private static ScriptedHost host(int intervalSeconds, String lifecycle) {
    return new ScriptedHost(
        RuleSet.of(List.of(rule(lifecycle))), Duration.ofSeconds(intervalSeconds));
  }

  private static Rule rule(String lifecycle) {
    String yaml =
        """
        id: many
        kind: threshold
        select: {state: close_wait}
        parameters: {at_least: 100, clear_below: 50}
        """
            + lifecycle;
    try {
      return RuleCodec.decode("test", yaml.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidRulesException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
