package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.host.Arrival;
import dev.socketfleet.streams.host.EngineOutput;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.host.SavedHost;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.HostWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The engine of streams over snapshots that are at hand, on a clock that is theirs. Owned by one
 * thread.
 */
final class RuleTrial {

  private final Ledger ledger = new Ledger();
  private final HostEngine engine;
  private long offset;
  private long nowMs;

  RuleTrial(RuleSet rules) {
    engine = new HostEngine(EngineSettings.DEFAULT, () -> rules, ledger);
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
    return ledger.alerts.values().stream()
        .filter(alert -> alert.status() == AlertStatus.FIRING)
        .toList();
  }

  /** Every alert that fired at some time, as it was then, in the order in which they did. */
  List<Alert> fired() {
    return ledger.fired;
  }

  /** Keeps alerts, and the windows that rules look back at. */
  private static final class Ledger implements EngineOutput {

    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private final List<Alert> fired = new ArrayList<>();
    private final Map<String, TreeMap<Long, byte[]>> windows = new HashMap<>();
    private final Map<String, byte[]> hosts = new HashMap<>();

    @Override
    public void publish(Alert alert) {
      alerts.put(alert.id(), alert);
      if (alert.status() == AlertStatus.FIRING) {
        fired.add(alert);
      }
    }

    @Override
    public void publishForgotten(String alertId) {
      alerts.remove(alertId);
    }

    @Override
    public void saveWindow(String host, long startMs, byte[] window) {
      windows.computeIfAbsent(host, any -> new TreeMap<>()).put(startMs, window);
    }

    @Override
    public Optional<HostWindow> closedWindow(String host, long startMs) {
      return Optional.ofNullable(windows.getOrDefault(host, new TreeMap<>()).get(startMs))
          .map(window -> HostWindow.decode(new BinaryReader(window)));
    }

    @Override
    public List<HostWindow> closedWindows(String host, long fromMs, long toMs) {
      return windows.getOrDefault(host, new TreeMap<>()).subMap(fromMs, toMs).values().stream()
          .map(window -> HostWindow.decode(new BinaryReader(window)))
          .toList();
    }

    @Override
    public void saveHost(String host, byte[] record) {
      hosts.put(host, record);
    }

    @Override
    public Optional<SavedHost> savedHost(String host) {
      return Optional.ofNullable(hosts.get(host)).map(it -> SavedHost.of(it, List.of()));
    }

    @Override
    public void removeHost(String host) {
      hosts.remove(host);
    }

    @Override
    public void judgingFailed(String host, RuntimeException cause) {
      throw cause;
    }

    @Override
    public long wallMs() {
      return 0;
    }

    @Override
    public long durableBeforeMs() {
      return 0;
    }

    @Override
    public void saveDelta(String host, int place, byte[] delta) {
      // Nothing is restored.
    }

    @Override
    public void saveCoarseWindow(String host, long startMs, byte[] window) {
      // Nobody asks for them.
    }

    @Override
    public void publish(WindowCounts window) {
      // Only alerts are asked for.
    }
  }
}
