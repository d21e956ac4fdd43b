package dev.socketfleet.deploy.bench;

import com.sun.management.ThreadMXBean;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.streams.host.Arrival;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.memory.MemoryOutput;
import dev.socketfleet.streams.rule.RuleSet;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What rules cost: processor time of one thread for a snapshot from its JSON to what is stored of
 * it, without rules, with the default pack and with many more. No broker and no store takes part,
 * so the share of the rules is higher here than in a running instance.
 */
public final class RulesBench {

  private static final String NONE = "no rules";
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  /** Of each host: two closed windows of a minute. */
  private static final int SNAPSHOTS = 14;

  /** What comes first arms the rules of each host, which is done once. */
  private static final int UNMEASURED = 2;

  /** What alerts show. */
  private static final int WINDOWS_KEPT = 10;

  private final BenchFleet fleet;
  private final int rounds;
  private final Consumer<String> out;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<String, RuleSet> variants = new LinkedHashMap<>();

  /**
   * @param hosts how many, at least 1
   * @param endpoints of each host
   * @param rules how many beside those that ship
   * @param rounds how often each is measured, at least once
   */
  public RulesBench(int hosts, int endpoints, int rules, int rounds, Consumer<String> out) {
    this.fleet = BenchFleet.of(hosts, endpoints);
    this.rounds = rounds;
    this.out = out;
    variants.put(NONE, RuleSet.EMPTY);
    variants.put("default pack", RuleSet.defaults());
    variants.put(
        "default pack and %d more".formatted(rules),
        RuleSet.defaults().overriddenBy(BenchRules.of(rules)));
  }

  /** Measures all in turns, after one round that does not count, and prints a table. */
  public void run() {
    Medians micros = new Medians();
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<String, RuleSet> variant : variants.entrySet()) {
        double measured = measure(variant.getValue());
        if (round >= 0) {
          micros.add(variant.getKey(), measured);
        }
      }
    }
    TextTable table = new TextTable("RULES", "CPU_US A SNAPSHOT", "TO NONE");
    for (String what : micros.names()) {
      table.add(
          what,
          String.format(Locale.ROOT, "%.1f", micros.of(what).orElse(0)),
          micros.ratio(what, NONE));
    }
    out.accept(
        "%d hosts with %d endpoints, median of %d rounds"
            .formatted(fleet.hosts(), fleet.endpoints(), rounds));
    table.lines().forEach(out);
  }

  private double measure(RuleSet rules) {
    LongAdder alerts = new LongAdder();
    MemoryOutput output = new MemoryOutput(alert -> alerts.increment(), WINDOWS_KEPT);
    HostEngine engine = new HostEngine(EngineSettings.DEFAULT, () -> rules, output);
    long cpu = 0;
    long offset = 0;
    for (int seq = 0; seq < SNAPSHOTS; seq++) {
      Instant at = START.plus(fleet.interval().multipliedBy(seq));
      for (int host = 0; host < fleet.hosts(); host++) {
        byte[] json = SnapshotCodec.encode(fleet.snapshot(host, seq, at));
        long appendMs = at.toEpochMilli() + 9_000L * host / fleet.hosts();
        long start = threads.getCurrentThreadCpuTime();
        engine.apply(
            new Arrival(decoded(json), offset++, appendMs, OptionalLong.of(at.toEpochMilli())));
        if (seq >= UNMEASURED) {
          cpu += threads.getCurrentThreadCpuTime() - start;
        }
      }
    }
    if (alerts.sum() > 0) {
      throw new IllegalStateException(
          alerts.sum() + " transitions of alerts, but the fleet has no incident");
    }
    return cpu / 1_000.0 / (SNAPSHOTS - UNMEASURED) / fleet.hosts();
  }

  private static Snapshot decoded(byte[] json) {
    try {
      return SnapshotCodec.decode(json);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("a snapshot of the benchmark is wrong", e);
    }
  }
}
