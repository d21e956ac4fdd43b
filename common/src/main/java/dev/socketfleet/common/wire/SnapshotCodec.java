package dev.socketfleet.common.wire;

import dev.socketfleet.common.model.Snapshot;

/**
 * Snapshots as JSON, schema {@code socketfleet.snapshot/1}: the value of the topic {@code
 * snapshots} and what {@code socketfleet collect --once --print --json} prints.
 */
public final class SnapshotCodec {

  /** The value of the field {@code schema}. */
  public static final String SCHEMA = "socketfleet.snapshot/1";

  /** Largest snapshot in bytes that is written or read; the topic itself takes 1 MiB. */
  public static final int MAX_SNAPSHOT_BYTES = 900_000;

  private SnapshotCodec() {}

  /** The snapshot in UTF-8. The caller sheds what is too much: the size is not checked here. */
  public static byte[] encode(Snapshot snapshot) {
    return SnapshotEncoder.encode(snapshot);
  }

  /**
   * Reads one snapshot.
   *
   * @throws MalformedRecordException with the field that is wrong; every input that is no snapshot
   *     ends here, no other exception is thrown
   */
  public static Snapshot decode(byte[] json) throws MalformedRecordException {
    Json.requireText(json, MAX_SNAPSHOT_BYTES, "a snapshot");
    return SnapshotDecoder.decode(json);
  }
}
