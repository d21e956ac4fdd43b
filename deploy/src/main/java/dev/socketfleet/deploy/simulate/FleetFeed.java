package dev.socketfleet.deploy.simulate;

import dev.socketfleet.deploy.simulate.fleet.Delivery;
import dev.socketfleet.deploy.simulate.fleet.Draft;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet.Slot;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Sends the snapshots of a fleet in the order of their times. */
public final class FleetFeed {

  private final SimulatedFleet fleet;
  private final Pace pace;
  private final SnapshotSink sink;

  public FleetFeed(SimulatedFleet fleet, Pace pace, SnapshotSink sink) {
    this.fleet = fleet;
    this.pace = pace;
    this.sink = sink;
  }

  /**
   * Sends until the end, or until the thread is interrupted.
   *
   * @param sent told of each snapshot how many there are by now
   * @return how many were sent
   */
  public long run(long intervals, LongConsumer sent) {
    List<Slot> schedule = fleet.schedule(fleet.hosts());
    Draft draft = new Draft();
    long number = 0;
    try {
      for (long interval = 0; interval < intervals; interval++) {
        for (Slot slot : schedule) {
          Optional<Delivery> delivery = fleet.delivery(slot, interval, draft);
          if (delivery.isPresent()) {
            pace.await(number, delivery.get().atMs());
            if (Thread.interrupted()) {
              return number;
            }
            sink.send(delivery.get());
            sent.accept(++number);
          }
        }
      }
    } catch (InterruptedException e) {
      // Asked to stop: what was sent is what there is.
    }
    return number;
  }
}
