package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;

/**
 * One snapshot on top of a stored {@link HostRecord}: what is written for most snapshots, since it
 * is a fifth of the whole record. To apply the deltas of a record's generation in their order gives
 * the host as it was.
 *
 * @param generation of the record that it belongs to
 * @param number of the delta on top of that record, from 0
 * @param head the host as it was after the snapshot, without windows and alerts
 * @param placed where the snapshot went
 * @param snapshot as {@link CompactSnapshot}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HostDelta(long generation, int number, HostRecord head, Placement placed, byte[] snapshot) {

  private static final int VERSION = 1;
  private static final int MAX_SNAPSHOT_BYTES = 4_000_000;

  byte[] encode() {
    BinaryWriter out = new BinaryWriter(snapshot.length + 512);
    out.varint(VERSION);
    out.varint(generation);
    out.varint(number);
    HostRecordCodec.encodeHead(head, out);
    placed.encode(out);
    out.byteArray(snapshot);
    return out.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  static HostDelta decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    int version = in.varint(Integer.MAX_VALUE);
    if (version != VERSION) {
      throw new BinaryFormatException(
          "a stored change of a host has version %d but this program reads %d"
              .formatted(version, VERSION));
    }
    return new HostDelta(
        in.varint(),
        in.varint(Integer.MAX_VALUE),
        HostRecordCodec.decodeHead(in),
        Placement.decode(in),
        in.byteArray(MAX_SNAPSHOT_BYTES));
  }

  /** The snapshot itself. */
  Snapshot decodeSnapshot() {
    return CompactSnapshot.decode(snapshot);
  }
}
