package dev.socketfleet.streams.query;

import java.time.Instant;

/**
 * A span of time.
 *
 * @param from inclusive
 * @param to exclusive, after {@code from}
 */
public record TimeRange(Instant from, Instant to) {

  public TimeRange {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "from was %s and to was %s but from must be before to".formatted(from, to));
    }
  }
}
