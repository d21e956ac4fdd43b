package dev.socketfleet.streams.host;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;

/**
 * Where a snapshot goes.
 *
 * @param atMs its event time
 * @param newest whether it is the youngest of its host
 * @param counted whether a window counts it
 * @param windowStartMs start of that window
 * @param closeAtMs when that window closes, if this snapshot is the first in it; else 0
 */
record Placement(long atMs, boolean newest, boolean counted, long windowStartMs, long closeAtMs) {

  private static final int NEWEST = 1;
  private static final int COUNTED = 2;

  /** Counted by no window. */
  static Placement nowhere(long atMs, boolean newest) {
    return new Placement(atMs, newest, false, 0, 0);
  }

  /** Whether anybody will want to see the snapshot again. */
  boolean matters() {
    return newest || counted;
  }

  void encode(BinaryWriter out) {
    out.octet((newest ? NEWEST : 0) | (counted ? COUNTED : 0));
    out.varint(atMs);
    out.varint(windowStartMs);
    out.varint(closeAtMs);
  }

  static Placement decode(BinaryReader in) {
    int flags = in.octet();
    return new Placement(
        in.varint(), (flags & NEWEST) != 0, (flags & COUNTED) != 0, in.varint(), in.varint());
  }
}
