package dev.socketfleet.streams.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void waitsTwiceAsLongEachTimeUpToTheLimitLessARandomPart() {
    Backoff backoff = new Backoff(Duration.ofSeconds(5), new Random(1));
    for (long most : new long[] {500, 1_000, 2_000, 4_000, 5_000, 5_000}) {
      assertThat(backoff.failed().toMillis()).isBetween(most / 2, most);
    }
  }

  @Test
  void beginsAnewAfterASuccess() {
    Backoff backoff = new Backoff(Duration.ofSeconds(5), new Random(1));
    backoff.failed();
    backoff.failed();
    backoff.reset();
    assertThat(backoff.failed().toMillis()).isBetween(250L, 500L);
  }

  @Test
  void sendersDoNotComeBackTogether() {
    Random random = new Random(1);
    Backoff one = new Backoff(Duration.ofMinutes(1), random);
    Backoff other = new Backoff(Duration.ofMinutes(1), random);
    assertThat(one.failed()).isNotEqualTo(other.failed());
  }
}
