package dev.socketfleet.streams.http;

import java.time.Duration;

/** The moment by which something has to be done. */
record Deadline(long nanos) {

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** What is left, at most some time; not negative. */
  Duration left(Duration atMost) {
    long left = Math.max(0, nanos - System.nanoTime());
    return Duration.ofNanos(Math.min(left, atMost.toNanos()));
  }

  boolean isOver() {
    return nanos - System.nanoTime() <= 0;
  }
}
