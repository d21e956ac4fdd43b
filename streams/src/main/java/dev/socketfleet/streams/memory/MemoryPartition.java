package dev.socketfleet.streams.memory;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.fleet.PartialSums;
import dev.socketfleet.streams.fleet.TroubleReports;
import dev.socketfleet.streams.host.Arrival;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.host.HostRecord;
import dev.socketfleet.streams.host.Outcome;
import dev.socketfleet.streams.report.ReportingHost;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The hosts of one partition and what they have to tell the fleet, which takes it when it judges.
 * Owned by one thread; partitions may work at the same time.
 */
public final class MemoryPartition {

  private final Supplier<RuleSet> rules;
  private final HostEngine engine;
  private final PartialSums partials;
  private final TroubleReports reports;
  private final List<Consumer<MemoryFleet>> forFleet = new ArrayList<>();
  private long clockMs;

  MemoryPartition(
      int number,
      EngineSettings settings,
      Supplier<RuleSet> rules,
      int windowsKept,
      Consumer<Alert> listener) {
    this.rules = rules;
    Output out = new Output(listener, windowsKept);
    this.engine = new HostEngine(settings, rules, out);
    this.partials =
        new PartialSums(
            settings.fleetLabels(),
            settings.windowSize().toMillis(),
            settings.closedAfter().toMillis(),
            out,
            (scope, sum) -> tell(fleet -> fleet.summed(scope, number, sum)));
    this.reports =
        new TroubleReports(
            settings.fleetLabels(),
            action -> live().forEach(host -> action.accept(new ReportingHost(host))),
            (scope, trouble) -> tell(fleet -> fleet.troubled(scope, number, trouble)));
  }

  private Stream<HostRecord> live() {
    return engine.hosts().stream().filter(host -> !host.isRetired());
  }

  private void tell(Consumer<MemoryFleet> report) {
    forFleet.add(report);
  }

  /** Takes the next snapshot, up to whose append time the clock was moved. */
  public Outcome apply(Arrival arrival) {
    return engine.apply(arrival);
  }

  /**
   * Does what is due; silence is seen and the fleet is told once a second of the clock.
   *
   * @param nowMs milliseconds since the epoch, never moves backwards
   */
  public void advance(long nowMs) {
    clockMs = nowMs;
    engine.advance(nowMs);
    partials.advance(nowMs, Integer.MAX_VALUE);
    reports.advance(nowMs, rules.get());
  }

  void report(MemoryFleet fleet) {
    forFleet.forEach(report -> report.accept(fleet));
    forFleet.clear();
  }

  /** Keeps windows, and knows which of them the fleet has to hear of. */
  private final class Output extends MemoryOutput implements PartialSums.Hosts {

    Output(Consumer<Alert> listener, int windowsKept) {
      super(listener, windowsKept);
    }

    @Override
    public void saveWindow(String host, long startMs, byte[] window) {
      super.saveWindow(host, startMs, window);
      partials.closed(startMs, clockMs);
    }

    @Override
    public List<PartialSums.Host> all() {
      return live().map(host -> new PartialSums.Host(host.host(), host.labels())).toList();
    }

    @Override
    public Optional<WindowCounts> window(String host, long startMs) {
      return closedWindow(host, startMs).map(window -> window.counts(host));
    }
  }
}
