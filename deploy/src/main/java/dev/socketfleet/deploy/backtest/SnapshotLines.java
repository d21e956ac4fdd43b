package dev.socketfleet.deploy.backtest;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.streams.host.Arrival;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Recorded snapshots, one JSON object a line, of any number of hosts in the order in which they
 * were taken. Several files go on from one another.
 */
final class SnapshotLines {

  /** Hosts take turns and their clocks differ: by so much a line may be before those above it. */
  private static final long DISORDER_MS = 300_000;

  private final Consumer<Arrival> receiver;
  private long offset;
  private long newestMs;

  SnapshotLines(Consumer<Arrival> receiver) {
    this.receiver = receiver;
  }

  /**
   * Hands on all snapshots of a file.
   *
   * @throws CommandFailedException with the line and the field that is wrong
   */
  void read(String name, BufferedReader in) throws IOException {
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (!line.isBlank()) {
        take(line, "%s line %d".formatted(Quoted.of(name), number));
      }
    }
  }

  private void take(String line, String place) {
    Snapshot snapshot;
    try {
      snapshot = SnapshotCodec.decode(line.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedRecordException e) {
      throw new CommandFailedException("%s: %s".formatted(place, e.getMessage()), e);
    }
    long capturedAtMs = snapshot.capturedAt().toEpochMilli();
    if (capturedAtMs < newestMs - DISORDER_MS) {
      throw new CommandFailedException(
          "%s: capturedAtMs was %s but a line above it is of %s already. Sort the lines by capturedAtMs."
              .formatted(place, snapshot.capturedAt(), Instant.ofEpochMilli(newestMs)));
    }
    newestMs = Math.max(newestMs, capturedAtMs);
    receiver.accept(new Arrival(snapshot, offset++, newestMs, OptionalLong.of(newestMs)));
  }
}
