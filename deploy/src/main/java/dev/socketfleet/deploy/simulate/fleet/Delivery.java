package dev.socketfleet.deploy.simulate.fleet;

import dev.socketfleet.common.model.Snapshot;

/**
 * A snapshot on its way.
 *
 * @param atMs true time of the capture, milliseconds since the epoch, whatever the host's clock
 *     says
 * @param clockAheadMs by how much the host's clock is ahead
 */
public record Delivery(Snapshot snapshot, long atMs, long clockAheadMs) {

  private static final long SENDING_MS = 4;
  private static final long ON_THE_WAY_MS = 6;

  /** When it is sent, by the host's clock. */
  public long sentAtMs() {
    return atMs + SENDING_MS + clockAheadMs;
  }

  /** When the broker has it, by the broker's clock. */
  public long appendedAtMs() {
    return atMs + SENDING_MS + ON_THE_WAY_MS;
  }
}
