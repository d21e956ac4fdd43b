package dev.socketfleet.deploy.drill;

import java.time.Duration;

/**
 * So many in so long, for example one a second.
 *
 * @param count 1 or more
 * @param per longer than zero
 */
public record Rate(int count, Duration per) {

  public Rate {
    if (count < 1 || per.isZero() || per.isNegative()) {
      throw new IllegalArgumentException(
          "rate was %d per %s but both must be above zero".formatted(count, per));
    }
  }

  /** How many it makes in this time, rounded down. */
  public long in(Duration time) {
    return time.toNanos() * count / per.toNanos();
  }

  /** How long it takes to make so many. */
  public Duration timeFor(long many) {
    return per.multipliedBy(many).dividedBy(count);
  }

  /** As it is typed and printed: {@code 1/s}, {@code 30/m}. */
  @Override
  public String toString() {
    return count + (per.equals(Duration.ofMinutes(1)) ? "/m" : "/s");
  }
}
