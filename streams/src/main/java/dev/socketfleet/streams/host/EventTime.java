package dev.socketfleet.streams.host;

import java.util.OptionalLong;

/**
 * When a snapshot was really taken, whatever its host's clock says.
 *
 * @param atMs event time, milliseconds since the epoch, by the broker's clock when the host's is
 *     not to be believed
 * @param skewMs broker's clock minus the host's when the snapshot was sent; network and queueing
 *     delay count as skew
 * @param trusted whether the skew is small enough to believe the host's times
 */
record EventTime(long atMs, long skewMs, boolean trusted) {

  /** A host's clock may be ahead of the broker's by this much, inclusive. */
  static final long MAX_AHEAD_MS = 30_000;

  /** It may be behind by this much, which includes the way to the broker, inclusive. */
  static final long MAX_BEHIND_MS = 300_000;

  /**
   * Derives the event time.
   *
   * @param capturedAtMs by the host's clock
   * @param sentAtMs by the host's clock; a sender that does not tell is taken to send at once
   * @param appendMs by the broker's clock
   */
  static EventTime of(long capturedAtMs, OptionalLong sentAtMs, long appendMs) {
    long sentMs = sentAtMs.orElse(capturedAtMs);
    long skewMs = appendMs - sentMs;
    boolean trusted =
        skewMs >= -MAX_AHEAD_MS
            && skewMs <= MAX_BEHIND_MS
            && capturedAtMs <= appendMs + MAX_AHEAD_MS;
    if (trusted) {
      return new EventTime(capturedAtMs, skewMs, true);
    }
    long waitedMs = Math.max(0, sentMs - capturedAtMs);
    return new EventTime(Math.max(0, appendMs - waitedMs), skewMs, false);
  }
}
