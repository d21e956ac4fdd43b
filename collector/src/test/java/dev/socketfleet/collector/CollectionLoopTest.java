package dev.socketfleet.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CollectionLoopTest {

  private final AtomicInteger cycles = new AtomicInteger();

  @Test
  void capturesAtOnceWhateverTheInterval() {
    Schedule hourly = Schedule.spread(Duration.ofHours(1), "web-1");
    try (CollectionLoop loop =
        new CollectionLoop(hourly, Clock.systemUTC(), () -> 1, cycles::incrementAndGet)) {
      loop.start();

      await().atMost(Duration.ofSeconds(10)).until(() -> cycles.get() == 1);
    }
  }

  @Test
  void goesOnAfterACaptureThatFailed() {
    Schedule fast = Schedule.from(Duration.ofMillis(5), 0);
    Runnable failing =
        () -> {
          cycles.incrementAndGet();
          throw new IllegalStateException("made up by the test");
        };
    try (CollectionLoop loop = new CollectionLoop(fast, Clock.systemUTC(), () -> 1, failing)) {
      loop.start();

      await().atMost(Duration.ofSeconds(10)).until(() -> cycles.get() > 3);
    }
  }

  @Test
  void endsWhenItIsClosed() throws InterruptedException {
    CollectionLoop loop =
        new CollectionLoop(
            Schedule.from(Duration.ofMillis(5), 0),
            Clock.systemUTC(),
            () -> 1,
            cycles::incrementAndGet);
    loop.start();
    loop.close();
    loop.awaitEnd();
    int atTheEnd = cycles.get();
    loop.close();

    assertThat(cycles.get()).isEqualTo(atTheEnd);
  }
}
