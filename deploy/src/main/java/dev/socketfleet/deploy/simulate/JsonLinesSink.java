package dev.socketfleet.deploy.simulate;

import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.simulate.fleet.Delivery;
import java.io.IOException;
import java.io.OutputStream;

/** One snapshot as JSON a line. */
public final class JsonLinesSink implements SnapshotSink {

  private final OutputStream out;

  /** Closes the stream at the end. */
  public JsonLinesSink(OutputStream out) {
    this.out = out;
  }

  @Override
  public void send(Delivery delivery) {
    try {
      out.write(SnapshotCodec.encode(delivery.snapshot()));
      out.write('\n');
    } catch (IOException e) {
      throw new CommandFailedException("the snapshots cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new CommandFailedException("the snapshots cannot be written: " + e.getMessage(), e);
    }
  }
}
