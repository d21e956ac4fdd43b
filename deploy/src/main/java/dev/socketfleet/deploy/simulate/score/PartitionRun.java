package dev.socketfleet.deploy.simulate.score;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.deploy.simulate.fleet.Delivery;
import dev.socketfleet.deploy.simulate.fleet.Draft;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet.Slot;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import dev.socketfleet.streams.host.Arrival;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.host.MemoryOutput;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** An engine over the hosts of one partition, from the first snapshot to the last. */
final class PartitionRun {

  /** As often as the engine looks at what is due. */
  private static final long TICK_MS = 1_000;

  /** What alerts show, and some more for snapshots that come late. */
  private static final int WINDOWS_KEPT = 16;

  private final SimulatedFleet fleet;
  private final List<Slot> schedule;
  private final List<Alert> fired = new ArrayList<>();
  private final HostEngine engine;
  private long clockMs;
  private long offset;

  PartitionRun(SimulatedFleet fleet, List<SimulatedHost> hosts, RuleSet rules) {
    this.fleet = fleet;
    this.schedule = fleet.schedule(hosts);
    this.engine =
        new HostEngine(
            EngineSettings.DEFAULT, () -> rules, new MemoryOutput(this::told, WINDOWS_KEPT));
    this.clockMs = fleet.settings().start().toEpochMilli();
  }

  /**
   * Runs it to the end.
   *
   * @param done told after each interval how many snapshots it had
   * @return every alert that fired, in that order
   */
  List<Alert> run(long intervals, LongConsumer done) {
    Draft draft = new Draft();
    for (long interval = 0; interval < intervals && !Thread.interrupted(); interval++) {
      long before = offset;
      for (Slot slot : schedule) {
        letTimePass(fleet.captureMs(slot, interval));
        Optional<Delivery> delivery = fleet.delivery(slot, interval, draft);
        if (delivery.isPresent()) {
          take(delivery.get());
        }
      }
      done.accept(offset - before);
    }
    return fired;
  }

  private void told(Alert alert) {
    if (alert.status() == AlertStatus.FIRING) {
      fired.add(alert);
    }
  }

  private void letTimePass(long untilMs) {
    while (clockMs + TICK_MS <= untilMs) {
      clockMs += TICK_MS;
      engine.advance(clockMs);
    }
  }

  private void take(Delivery delivery) {
    engine.apply(
        new Arrival(
            delivery.snapshot(),
            offset++,
            delivery.appendedAtMs(),
            OptionalLong.of(delivery.sentAtMs())));
  }
}
