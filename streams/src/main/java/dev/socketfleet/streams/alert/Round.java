package dev.socketfleet.streams.alert;

import dev.socketfleet.streams.rule.HostRules;
import dev.socketfleet.streams.window.HostSample;

/**
 * One snapshot on its way through all places of a host.
 *
 * @param rulesAreNew whether a series that appears now may have been there before, unwatched
 * @param previousAt event time of the snapshot before; far in the past when there was none
 * @param elapsedMs since then, as far as it counts as observed
 * @param observedMs how long the host has been observed, this snapshot included
 */
record Round(
    HostSample sample,
    HostRules rules,
    boolean rulesAreNew,
    long previousAt,
    long elapsedMs,
    long observedMs) {

  /** A gap of more windows than this makes what was before it no history of what is after. */
  private static final long MAX_GAP_MS = 300_000;

  long forgetWindowsAfterMs() {
    return Math.max(MAX_GAP_MS, 3 * sample.intervalMs());
  }
}
