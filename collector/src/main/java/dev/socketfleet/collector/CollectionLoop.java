package dev.socketfleet.collector;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the captures at their times, the first one at once. One that takes longer than the interval
 * makes the next ones be left out. Ends when it is closed, after the capture under way.
 */
final class CollectionLoop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CollectionLoop.class);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(2);

  private final Schedule schedule;
  private final Clock clock;
  private final IntSupplier stretch;
  private final Runnable cycle;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "collector");
  private boolean failing;

  /**
   * @param stretch how many intervals there are between two captures, asked after each
   */
  CollectionLoop(Schedule schedule, Clock clock, IntSupplier stretch, Runnable cycle) {
    this.schedule = schedule;
    this.clock = clock;
    this.stretch = stretch;
    this.cycle = cycle;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void awaitEnd() throws InterruptedException {
    thread.join();
  }

  private void run() {
    try {
      long now;
      do {
        runCycle();
        now = clock.millis();
      } while (!stop.await(
          schedule.nextAfter(now, stretch.getAsInt()) - now, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runCycle() {
    try {
      cycle.run();
      if (failing) {
        failing = false;
        log.info("Captures work again");
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        log.error("A capture failed; further failures are not logged until one works", e);
      }
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(STOPS_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
