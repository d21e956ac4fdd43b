package dev.socketfleet.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CaptureBudgetTest {

  private final CaptureBudget budget = new CaptureBudget(Duration.ofSeconds(10), 20);

  @Test
  void leavesTheIntervalAloneWithinTheBudget() {
    budget.took(Duration.ofSeconds(2));
    assertThat(budget.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(budget.note()).isEmpty();
  }

  @Test
  void stretchesTheIntervalSoThatTheShareHolds() {
    budget.took(Duration.ofMillis(4_100));
    assertThat(budget.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(budget.note())
        .contains(
            "interval: 30000 ms instead of 10000 ms, since a capture took 4100 ms and may take 20 % of it (capture.budget.percent)");
  }

  @Test
  void comesBackAfterTwoShortCaptures() {
    budget.took(Duration.ofSeconds(5));
    budget.took(Duration.ofMillis(10));
    assertThat(budget.stretch()).isEqualTo(3);
    budget.took(Duration.ofMillis(10));
    assertThat(budget.stretch()).isEqualTo(1);
  }

  @Test
  void neverStretchesWithoutEnd() {
    budget.took(Duration.ofHours(1));
    assertThat(budget.interval()).isEqualTo(Duration.ofMinutes(10));
  }
}
