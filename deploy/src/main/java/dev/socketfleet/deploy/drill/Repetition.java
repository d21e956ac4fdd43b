package dev.socketfleet.deploy.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lets a scenario go on, on a thread of its own, until it is closed or the scenario fails. */
final class Repetition implements AutoCloseable {

  static final Duration TICK = Duration.ofMillis(100);

  private final CountDownLatch stop = new CountDownLatch(1);
  private final Scenario scenario;
  private final Consumer<IOException> onFailure;
  private final Thread thread;

  /**
   * @param onFailure takes what made the scenario stop
   */
  Repetition(Scenario scenario, Consumer<IOException> onFailure) {
    this.scenario = scenario;
    this.onFailure = onFailure;
    this.thread = new Thread(this::run, "drill-scenario");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stop.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        scenario.goOn();
      }
    } catch (IOException e) {
      onFailure.accept(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when the scenario is at rest. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
