package dev.socketfleet.deploy.drill;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many of something should be there by now: all at once, or the first and then at a rate. */
final class Pace {

  private final int total;
  private final @Nullable Rate rate;
  private long began;

  /**
   * @param total 1 or more
   * @param rate empty for all at once
   */
  Pace(int total, Optional<Rate> rate) {
    this.total = total;
    this.rate = rate.orElse(null);
  }

  void begin() {
    began = System.nanoTime();
  }

  int due() {
    return rate == null ? total : due(Duration.ofNanos(System.nanoTime() - began), rate);
  }

  private int due(Duration since, Rate at) {
    return (int) Math.min(total, 1 + at.in(since));
  }

  int total() {
    return total;
  }
}
