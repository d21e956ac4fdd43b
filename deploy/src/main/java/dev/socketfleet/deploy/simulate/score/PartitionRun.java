package dev.socketfleet.deploy.simulate.score;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.deploy.simulate.fleet.Delivery;
import dev.socketfleet.deploy.simulate.fleet.Draft;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet.Slot;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import dev.socketfleet.streams.host.Arrival;
import dev.socketfleet.streams.memory.MemoryFleet;
import dev.socketfleet.streams.memory.MemoryPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The engine of one partition over its hosts, from the first snapshot on. */
final class PartitionRun {

  /** What alerts show, and some more for snapshots that come late. */
  private static final int WINDOWS_KEPT = 16;

  private final SimulatedFleet fleet;
  private final List<Slot> schedule;
  private final List<Alert> fired = new ArrayList<>();
  private final MemoryPartition engine;
  private final Draft draft = new Draft();
  private long interval;
  private int next;
  private long offset;

  PartitionRun(SimulatedFleet fleet, List<SimulatedHost> hosts, MemoryFleet judged) {
    this.fleet = fleet;
    this.schedule = fleet.schedule(hosts);
    this.engine = judged.partition(WINDOWS_KEPT, this::told);
  }

  /** Every alert of a host that fired until now, in that order. */
  List<Alert> fired() {
    return fired;
  }

  /**
   * Judges what is captured before a time, and what is due then.
   *
   * @return how many snapshots that were
   */
  long advance(long nowMs) {
    long before = offset;
    while (fleet.captureMs(schedule.get(next), interval) < nowMs) {
      fleet.delivery(schedule.get(next), interval, draft).ifPresent(this::take);
      next++;
      if (next == schedule.size()) {
        next = 0;
        interval++;
      }
    }
    engine.advance(nowMs);
    return offset - before;
  }

  private void take(Delivery delivery) {
    engine.apply(
        new Arrival(
            delivery.snapshot(),
            offset++,
            delivery.appendedAtMs(),
            OptionalLong.of(delivery.sentAtMs())));
  }

  private void told(Alert alert) {
    if (alert.status() == AlertStatus.FIRING) {
      fired.add(alert);
    }
  }
}
