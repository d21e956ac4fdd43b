package dev.socketfleet.streams.host;

import static dev.socketfleet.streams.Snapshots.T0;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.streams.Snapshots;
import dev.socketfleet.streams.query.HostSummary;
import dev.socketfleet.streams.rule.RuleSet;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** An engine on one partition: gives offsets and append times, and can crash. */
final class EngineRun {

  Ledger ledger = new Ledger();
  HostEngine engine;
  final EngineSettings settings;
  final Supplier<RuleSet> rules;
  long offset;

  /** The broker's clock. */
  long now = T0;

  EngineRun(EngineSettings settings, Supplier<RuleSet> rules) {
    this.settings = settings;
    this.rules = rules;
    this.engine = new HostEngine(settings, rules, ledger);
  }

  static EngineRun withoutRules() {
    return new EngineRun(EngineSettings.DEFAULT, () -> RuleSet.EMPTY);
  }

  /** The defaults with other coarse windows. */
  static EngineSettings coarse(Duration size) {
    EngineSettings defaults = EngineSettings.DEFAULT;
    return new EngineSettings(
        defaults.windowSize(),
        defaults.grace(),
        defaults.closeSpread(),
        defaults.retention(),
        size,
        defaults.coarseRetention(),
        defaults.retireAfter(),
        defaults.alertRetention(),
        defaults.fleetLabels());
  }

  /** Appended now, sent now by a right clock. */
  Outcome append(Snapshot snapshot) {
    return append(snapshot, 0);
  }

  /**
   * Appended now.
   *
   * @param aheadMs by how much the host's clock is ahead of the broker's
   */
  Outcome append(Snapshot snapshot, long aheadMs) {
    return engine.apply(arrival(snapshot, offset++, now, aheadMs));
  }

  static Arrival arrival(Snapshot snapshot, long offset, long appendMs, long aheadMs) {
    return new Arrival(snapshot, offset, appendMs, OptionalLong.of(appendMs + aheadMs));
  }

  /** A complete snapshot taken and appended at this time. */
  Outcome at(long atMs, String host, long seq, Group... groups) {
    now = Math.max(now, atMs);
    return append(Snapshots.snapshot(host, "boot-" + host, seq, atMs, List.of(groups)));
  }

  Outcome incompleteAt(long atMs, String host, long seq, Group... groups) {
    now = Math.max(now, atMs);
    return append(
        Snapshots.snapshot(
            host, "boot-" + host, seq, atMs, false, List.of(groups), List.<Namespace>of()));
  }

  /** An operator says now that the host is gone. */
  boolean retire(String host) {
    return engine.retire(host, offset++, now);
  }

  /** Nothing is appended until then. */
  void quietUntil(long ms) {
    for (; now < ms; now = Math.min(ms, now + 1_000)) {
      engine.advance(now);
    }
    engine.advance(now);
  }

  /** Nothing is appended for so long; the clock is looked at every 20 s, so it is no stall. */
  void quiet(Duration length) {
    long end = now + length.toMillis();
    while (now < end) {
      now = Math.min(end, now + 20_000);
      engine.advance(now);
    }
  }

  /** Nobody looks at the clock for so long. */
  void stall(Duration length) {
    now += length.toMillis();
    engine.advance(now);
  }

  /** Only what was saved is left. */
  void restart() {
    engine = restarted(settings, rules, ledger);
  }

  /** An engine with what the ledger has, after it sent again what may not have got out. */
  static HostEngine restarted(EngineSettings settings, Supplier<RuleSet> rules, Ledger ledger) {
    HostEngine engine = new HostEngine(settings, rules, ledger);
    for (String host : List.copyOf(ledger.hosts.keySet())) {
      engine.restore(ledger.savedHost(host).orElseThrow());
    }
    engine.resume(true);
    return engine;
  }

  /** The host as queries see it. */
  HostRecord saved(String host) {
    return HostEngine.view(settings, rules, ledger.savedHost(host).orElseThrow());
  }

  Snapshot latest(String host) {
    return ledger.savedHost(host).flatMap(SavedHost::latest).orElseThrow().snapshot();
  }

  HostSummary summary(String host) {
    return ledger.savedHost(host).orElseThrow().head().summary(now);
  }
}
