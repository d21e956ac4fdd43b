package dev.socketfleet.deploy.simulate.incident;

/** Whether something held in every snapshot of a time. */
final class Sustained {

  private static final long NEVER = Long.MIN_VALUE;

  private final long wantedMs;
  private long sinceMs = NEVER;

  /**
   * A time that it has to hold for.
   *
   * @param slackMs by which that may be missed, since captures jitter
   */
  Sustained(long wantedMs, long slackMs) {
    this.wantedMs = wantedMs == 0 ? 0 : Math.max(1, wantedMs - slackMs);
  }

  /** Takes a snapshot in; true when it has held for long enough, in two snapshots at least. */
  boolean see(long atMs, boolean holds) {
    if (!holds) {
      sinceMs = NEVER;
      return false;
    }
    if (sinceMs == NEVER) {
      sinceMs = atMs;
    }
    return atMs - sinceMs >= wantedMs;
  }
}
