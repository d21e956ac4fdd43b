package dev.socketfleet.collector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * When captures are due: once an interval, at the same moment of each. What was missed is left out,
 * never made up for.
 *
 * @param intervalMs above 0
 * @param phaseMs 0..intervalMs - 1
 */
record Schedule(long intervalMs, long phaseMs) {

  /** A moment of the interval that follows from the host id: the fleet's load is spread. */
  static Schedule spread(Duration interval, String host) {
    CRC32 hash = new CRC32();
    hash.update(host.getBytes(StandardCharsets.UTF_8));
    return new Schedule(interval.toMillis(), hash.getValue() % interval.toMillis());
  }

  /** The first capture is at this time. */
  static Schedule from(Duration interval, long startMs) {
    return new Schedule(interval.toMillis(), Math.floorMod(startMs, interval.toMillis()));
  }

  /** The first due time after now, at most one interval away. */
  long nextAfter(long nowMs) {
    return nextAfter(nowMs, 1);
  }

  /** The due time after now that so many intervals bring, 1 or more. */
  long nextAfter(long nowMs, int intervals) {
    return Math.floorDiv(nowMs - phaseMs, intervalMs) * intervalMs
        + phaseMs
        + intervals * intervalMs;
  }
}
