package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.streams.host.Arrival;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.memory.MemoryOutput;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The engine of streams over snapshots that are at hand, on a clock that is theirs. Owned by one
 * thread.
 */
final class RuleTrial {

  /** What alerts show. */
  private static final int WINDOWS_KEPT = 10;

  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final List<Alert> fired = new ArrayList<>();
  private final HostEngine engine;
  private long offset;
  private long nowMs;

  RuleTrial(RuleSet rules) {
    MemoryOutput output = new MemoryOutput(this::told, WINDOWS_KEPT);
    engine = new HostEngine(EngineSettings.DEFAULT, () -> rules, output);
  }

  /** Judges the next snapshot; each host's have to come in the order of their times. */
  void add(Snapshot snapshot) {
    nowMs = Math.max(nowMs, snapshot.capturedAt().toEpochMilli());
    long sentAtMs = snapshot.capturedAt().toEpochMilli();
    engine.apply(new Arrival(snapshot, offset++, nowMs, OptionalLong.of(sentAtMs)));
    engine.advance(nowMs);
  }

  /** The alerts that fire after the last snapshot. */
  List<Alert> firing() {
    return alerts.values().stream().filter(alert -> alert.status() == AlertStatus.FIRING).toList();
  }

  /** Every alert that fired at some time, as it was then, in the order in which they did. */
  List<Alert> fired() {
    return List.copyOf(fired);
  }

  private void told(Alert alert) {
    alerts.put(alert.id(), alert);
    if (alert.status() == AlertStatus.FIRING) {
      fired.add(alert);
    }
  }
}
