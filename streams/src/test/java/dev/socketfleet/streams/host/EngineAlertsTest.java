package dev.socketfleet.streams.host;

import static dev.socketfleet.streams.Snapshots.T0;
import static dev.socketfleet.streams.Snapshots.https;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.Snapshots;
import dev.socketfleet.streams.rule.RuleSet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What time and failures do to the alerts of a partition. */
class EngineAlertsTest {

  private static final String HOST = "web-1";
  private static final String OTHER = "web-2";

  private static final RuleSet DEFAULTS = RuleSet.defaults();

  private boolean broken;

  private final EngineRun run =
      new EngineRun(
          EngineSettings.DEFAULT,
          () -> {
            if (broken) {
              throw new IllegalStateException("a defect");
            }
            return DEFAULTS;
          });

  private List<AlertStatus> statuses(String rule) {
    return run.ledger.transitions.stream()
        .filter(it -> it.rule().id().equals(rule))
        .map(Alert::status)
        .toList();
  }

  private void leak(long fromSeq, long toSeq) {
    for (long seq = fromSeq; seq < toSeq; seq++) {
      run.at(T0 + seq * 10_000, HOST, seq, https(SocketState.CLOSE_WAIT, 300));
    }
  }

  @Test
  void tellsWhenAHostIsSilentAndWhenItIsBack() {
    run.at(T0, HOST, 0);
    run.quiet(Duration.ofSeconds(20));
    assertThat(run.ledger.transitions).isEmpty();

    run.quiet(Duration.ofMinutes(2));
    assertThat(statuses("host-silent")).endsWith(AlertStatus.FIRING);

    run.at(run.now + 1_000, HOST, 1);
    run.quiet(Duration.ofSeconds(20));
    assertThat(statuses("host-silent")).endsWith(AlertStatus.RESOLVED);
  }

  @Test
  void leavesTheFleetAWholeIntervalToSpeakFirstOfASilence() {
    Snapshot often = Snapshots.snapshot(HOST, "boot", 0, T0, List.of());
    run.append(
        new Snapshot(
            often.host(),
            often.labels(),
            often.os(),
            often.boot(),
            often.seq(),
            often.capturedAt(),
            Duration.ofMinutes(1),
            often.source(),
            often.complete(),
            often.notes(),
            often.groups(),
            often.namespaces(),
            often.collector()));
    run.quietUntil(T0 + 239_000);
    assertThat(statuses("host-silent")).containsExactly(AlertStatus.PENDING);
    run.quietUntil(T0 + 240_000);
    assertThat(statuses("host-silent")).endsWith(AlertStatus.FIRING);
  }

  @Test
  void callsNobodySilentForATimeInWhichNobodyListened() {
    run.at(T0, HOST, 0);
    run.at(T0, OTHER, 0);
    run.stall(Duration.ofMinutes(10));
    run.quiet(Duration.ofSeconds(20));
    assertThat(run.ledger.transitions).isEmpty();

    run.at(run.now, OTHER, 1);
    run.quiet(Duration.ofSeconds(20));
    run.at(run.now, OTHER, 2);
    run.quiet(Duration.ofSeconds(20));

    assertThat(run.ledger.transitions).isNotEmpty();
    assertThat(run.ledger.transitions).allMatch(it -> it.subject().scope().equals("host:" + HOST));
  }

  @Test
  void callsNobodySilentRightAfterARestart() {
    run.at(T0, HOST, 0);
    run.restart();
    run.stall(Duration.ofMinutes(10));
    run.quiet(Duration.ofSeconds(20));
    assertThat(run.ledger.transitions).isEmpty();
  }

  @Test
  void retiresAHostAfterADayAndForgetsItADayLater() {
    run.ledger.durableBeforeMs = 1;
    leak(0, 6);
    assertThat(statuses("close-wait-high")).endsWith(AlertStatus.FIRING);

    run.quiet(Duration.ofHours(24).plusMinutes(2));
    assertThat(run.saved(HOST).isRetired()).isTrue();
    List<Alert> last =
        run.ledger.transitions.stream().filter(it -> it.status() == AlertStatus.RESOLVED).toList();
    assertThat(last)
        .hasSize(2)
        .allMatch(it -> it.reason().orElseThrow() == ResolveReason.HOST_RETIRED);
    assertThat(run.ledger.forgotten).isEmpty();

    run.quiet(Duration.ofHours(24).plusMinutes(10));
    assertThat(run.ledger.forgotten)
        .containsExactlyInAnyOrderElementsOf(last.stream().map(Alert::id).toList());
    assertThat(run.ledger.hosts).isEmpty();
    assertThat(run.ledger.deltas).isEmpty();
    assertThat(run.engine.hosts()).isEmpty();
  }

  @Test
  void takesARetiredHostBack() {
    leak(0, 6);
    run.quiet(Duration.ofHours(25));
    long seq = 9_006;
    run.at(run.now, HOST, seq, https(SocketState.ESTABLISHED, 1));

    assertThat(run.saved(HOST).isRetired()).isFalse();
    assertThat(run.summary(HOST).counts().count(SocketState.ESTABLISHED)).isEqualTo(1);
    run.quiet(Duration.ofMinutes(3));
    assertThat(statuses("host-silent"))
        .endsWith(AlertStatus.RESOLVED, AlertStatus.PENDING, AlertStatus.FIRING);
  }

  @Test
  void retiresAHostAtOnceWhenItIsTold() {
    leak(0, 6);
    run.quiet(Duration.ofMinutes(3));
    assertThat(statuses("host-silent")).endsWith(AlertStatus.FIRING);

    assertThat(run.retire(HOST)).isTrue();
    assertThat(run.saved(HOST).isRetired()).isTrue();
    for (String rule : List.of("host-silent", "close-wait-high")) {
      assertThat(statuses(rule)).endsWith(AlertStatus.RESOLVED);
    }
    int told = run.ledger.transitions.size();
    assertThat(run.ledger.transitions.get(told - 1).reason()).contains(ResolveReason.HOST_RETIRED);

    assertThat(run.retire(HOST)).as("again").isFalse();
    assertThat(run.retire("nobody")).isFalse();
    assertThat(run.ledger.transitions).hasSize(told);
    assertThat(run.ledger.hosts).doesNotContainKey("nobody");
  }

  @Test
  void whatWasSaidBeforeARestartChangesNothingAgain() {
    run.at(T0, HOST, 0);
    long offset = run.offset;
    assertThat(run.retire(HOST)).isTrue();
    run.at(T0 + 1_000, HOST, 1);
    run.restart();
    assertThat(run.engine.retire(HOST, offset, T0)).isFalse();
    assertThat(run.saved(HOST).isRetired()).isFalse();
  }

  @Test
  void retiresNobodyWhenThePipelineItselfWasAwayForADay() {
    run.at(T0, HOST, 0);
    run.restart();
    run.stall(Duration.ofHours(25));
    run.quiet(Duration.ofMinutes(4));
    assertThat(run.saved(HOST).isRetired()).isFalse();

    run.quiet(Duration.ofMinutes(2));
    assertThat(run.saved(HOST).isRetired()).isTrue();
  }

  @Test
  void keepsAnAlertThatFiresAgainBeforeItWasForgotten() {
    leak(0, 6);
    for (long seq = 6; seq < 30; seq++) {
      run.at(T0 + seq * 10_000, HOST, seq);
    }
    assertThat(statuses("close-wait-high")).endsWith(AlertStatus.RESOLVED);
    leak(30, 36);
    assertThat(statuses("close-wait-high")).endsWith(AlertStatus.FIRING);
    for (long seq = 36; seq < 9_000; seq++) {
      run.at(T0 + seq * 10_000, HOST, seq, https(SocketState.CLOSE_WAIT, 300));
    }
    assertThat(run.ledger.forgotten).isEmpty();
  }

  @Test
  void sendsTheTombstoneAgainAfterACrash() {
    leak(0, 6);
    for (long seq = 6; seq < 30; seq++) {
      run.at(T0 + seq * 10_000, HOST, seq);
    }
    for (long seq = 30; run.ledger.forgotten.isEmpty() && seq < 9_000; seq++) {
      run.at(T0 + seq * 10_000, HOST, seq);
    }
    assertThat(run.ledger.forgotten).hasSize(1);

    run.restart();

    assertThat(run.ledger.forgotten).hasSize(2);
    assertThat(run.ledger.forgotten.get(1)).isEqualTo(run.ledger.forgotten.get(0));
  }

  @Test
  void countsASnapshotThatCannotBeJudgedAndKeepsTheAlertsAsTheyWere() {
    leak(0, 1);
    broken = true;
    leak(1, 2);
    broken = false;
    run.at(T0 + 15_000, OTHER, 0, https(SocketState.ESTABLISHED, 5));
    leak(2, 4);
    run.quiet(Duration.ofSeconds(80));

    assertThat(run.ledger.judgingFailed).contains(HOST + ": a defect");
    assertThat(run.ledger.published(HOST, T0, SocketState.CLOSE_WAIT).samples()).isEqualTo(4);
    assertThat(run.ledger.published(OTHER, T0, SocketState.ESTABLISHED).samples()).isEqualTo(1);
    assertThat(statuses("close-wait-high")).contains(AlertStatus.FIRING);
  }

  @Test
  void closesWindowsWhileSilenceCannotBeJudged() {
    run.at(T0, HOST, 0, https(SocketState.ESTABLISHED, 1));
    run.at(T0, OTHER, 0, https(SocketState.ESTABLISHED, 2));
    broken = true;
    run.quiet(Duration.ofSeconds(80));

    assertThat(run.ledger.published(HOST, T0, SocketState.ESTABLISHED).samples()).isEqualTo(1);
    assertThat(run.ledger.published(OTHER, T0, SocketState.ESTABLISHED).samples()).isEqualTo(1);
    assertThat(run.ledger.counts).hasSize(2);
    assertThat(run.ledger.judgingFailed).contains(HOST + ": a defect", OTHER + ": a defect");
    assertThat(run.ledger.transitions).isEmpty();
  }
}
