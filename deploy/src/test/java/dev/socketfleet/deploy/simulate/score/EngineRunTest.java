package dev.socketfleet.deploy.simulate.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.deploy.simulate.SimulatedRun;
import dev.socketfleet.streams.rule.RuleSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EngineRunTest {

  private static final Duration INTERVAL = Duration.ofSeconds(60);

  private static final String INCIDENTS =
      """
      incidents:
        - {kind: close-wait-leak, start: 30m, length: 30m, host: app-00006, strength: 1}
        - {kind: stuck-accept, start: 30m, length: 20m, host: app-00008}
        - {kind: silent-host, start: 40m, length: 20m, host: web-00001}
        - {kind: close-wait-burst, start: 50m, length: 3s, host: app-00010}
      """;

  private static List<Alert> run(SimulatedRun run, int threads) throws InterruptedException {
    return new EngineRun(run.fleet(), RuleSet.defaults(), threads)
        .run(run.fleet().intervals(run.length()), done -> {});
  }

  @Test
  void findsWhatTheRulesCanFindAndNothingElse() throws InterruptedException {
    SimulatedRun run = SimulatedRun.of(20, INTERVAL, Duration.ofHours(2), INCIDENTS);
    Score score = new Scorer(run.truth(), INTERVAL).score(run(run, 2));
    assertThat(score.missed()).isEmpty();
    assertThat(score.verdicts()).hasSize(3).allMatch(it -> it instanceof Verdict.Found);
    assertThat(score.recall()).hasValue(1);
    assertThat(score.precision()).hasValue(1);
    assertThat(score.medianDelay().orElseThrow()).isLessThanOrEqualTo(2);
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws InterruptedException {
    SimulatedRun run = SimulatedRun.of(20, INTERVAL, Duration.ofHours(2), INCIDENTS);
    assertThat(run(run, 1)).isEqualTo(run(run, 2));
  }

  @Test
  void tellsHowManySnapshotsWereJudged() throws InterruptedException {
    SimulatedRun run = SimulatedRun.of(20, INTERVAL, Duration.ofHours(1), "");
    AtomicLong judged = new AtomicLong();
    List<Alert> alerts =
        new EngineRun(run.fleet(), RuleSet.defaults(), 2).run(60, judged::addAndGet);
    assertThat(judged).hasValue(20 * 60);
    assertThat(alerts).isEmpty();
  }
}
