package dev.socketfleet.deploy.backtest;

import dev.socketfleet.streams.host.Arrival;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.host.Outcome;
import dev.socketfleet.streams.memory.MemoryOutput;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.function.Consumer;

/**
 * The engine of one partition on a clock that the snapshots drive: silence, {@code for} and the
 * closing of windows follow the time of what was read.
 */
final class SnapshotReplay {

  /** As many as a late snapshot may still belong to: 25 hours of one minute. */
  private static final int WINDOWS_KEPT = 1_500;

  private final HostEngine engine;
  private long snapshots;
  private long notJudged;

  SnapshotReplay(RuleSet rules, Consumer<Told> listener) {
    engine =
        new HostEngine(
            EngineSettings.DEFAULT,
            () -> rules,
            new MemoryOutput(alert -> listener.accept(Told.of(alert)), WINDOWS_KEPT));
  }

  /** Takes the next snapshot. */
  void take(Arrival arrival) {
    snapshots++;
    if (engine.apply(arrival) != Outcome.APPLIED) {
      notJudged++;
    }
  }

  long snapshots() {
    return snapshots;
  }

  /** Repeated, late or incomplete ones. */
  long notJudged() {
    return notJudged;
  }
}
