package dev.socketfleet.streams.notify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long as before, from half a second up to a limit.
 * A random part of up to a half is taken off, so that many senders do not come back together.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(500);

  private final Duration atMost;
  private final RandomGenerator random;
  private Duration next = FIRST;

  Backoff(Duration atMost, RandomGenerator random) {
    this.atMost = atMost;
    this.random = random;
  }

  /** The wait after one more failure. */
  Duration failed() {
    Duration wait = next.compareTo(atMost) < 0 ? next : atMost;
    next = wait.multipliedBy(2);
    return Duration.ofMillis((long) (wait.toMillis() * (1 - random.nextDouble() / 2)));
  }

  /** It works: the next failure waits shortly again. */
  void reset() {
    next = FIRST;
  }
}
