package dev.socketfleet.deploy.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Interrupts a thread at Ctrl-C and lets it end in order. */
final class StopOnShutdown {

  private static final long WITHIN_SECONDS = 10;

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  StopOnShutdown(Thread working) {
    this.hook =
        new Thread(
            () -> {
              working.interrupt();
              awaitEnd();
            },
            "stop-on-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void awaitEnd() {
    try {
      var unused = over.await(WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work has ended. */
  void ended() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs or has run.
    }
  }
}
