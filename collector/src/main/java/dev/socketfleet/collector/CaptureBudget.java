package dev.socketfleet.collector;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps what captures cost below a share of the time: when one takes longer than the share of an
 * interval, the next ones come after a multiple of it, and the snapshots say so. Owned by one
 * thread, except for {@link #stretch}.
 */
final class CaptureBudget {

  private static final int MAX_STRETCH = 60;

  private final Duration interval;
  private final int percent;
  private Duration last = Duration.ZERO;
  private Duration beforeLast = Duration.ZERO;
  private volatile int stretch = 1;

  /**
   * @param percent of an interval that a capture may take, 1..100
   */
  CaptureBudget(Duration interval, int percent) {
    this.interval = interval;
    this.percent = percent;
  }

  /** Tells how long a capture took. It takes two short ones in a row to come back. */
  void took(Duration capture) {
    beforeLast = last;
    last = capture;
    Duration longer = last.compareTo(beforeLast) > 0 ? last : beforeLast;
    long allowedNanos = Math.max(1, interval.toNanos() * percent / 100);
    long needed = (longer.toNanos() + allowedNanos - 1) / allowedNanos;
    stretch = (int) Math.max(1, Math.min(needed, MAX_STRETCH));
  }

  /** How many intervals there are between two captures now, 1 when all is well. */
  int stretch() {
    return stretch;
  }

  /** The time between two captures now. */
  Duration interval() {
    return interval.multipliedBy(stretch);
  }

  /** Why the interval is not the configured one. */
  Optional<String> note() {
    return stretch == 1
        ? Optional.empty()
        : Optional.of(
            "interval: %d ms instead of %d ms, since a capture took %d ms and may take %d %% of it (capture.budget.percent)"
                .formatted(
                    interval().toMillis(),
                    interval.toMillis(),
                    Math.max(last.toMillis(), beforeLast.toMillis()),
                    percent));
  }
}
