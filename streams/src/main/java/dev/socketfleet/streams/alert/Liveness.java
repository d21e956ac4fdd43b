package dev.socketfleet.streams.alert;

import java.util.Map;

/**
 * When a host was last heard of, as the partition clock sees it.
 *
 * @param labels of the host's last snapshot
 * @param clockMs the partition clock, milliseconds since the epoch
 * @param lastAppendMs append time of the last snapshot, or the start of observation if that is
 *     later: a restart or an outage of the broker is no silence of the host
 * @param intervalMs between two snapshots of this host, above 0
 * @param judgeSilence false while it cannot be told whether the host is silent
 */
public record Liveness(
    String host,
    Map<String, String> labels,
    long clockMs,
    long lastAppendMs,
    long intervalMs,
    boolean judgeSilence) {

  /** How long nothing was heard, milliseconds, at least 0. */
  public long silentMs() {
    return Math.max(0, clockMs - lastAppendMs);
  }
}
