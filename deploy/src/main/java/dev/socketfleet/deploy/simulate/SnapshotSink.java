package dev.socketfleet.deploy.simulate;

import dev.socketfleet.deploy.simulate.fleet.Delivery;

/** Where simulated snapshots go. */
public interface SnapshotSink extends AutoCloseable {

  /** Hands one on; may wait while too many are on their way. */
  void send(Delivery delivery);

  /** Waits until all is there. */
  @Override
  void close();
}
