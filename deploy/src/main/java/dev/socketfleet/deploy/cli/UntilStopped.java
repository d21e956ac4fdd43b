package dev.socketfleet.deploy.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Work without an end of its own, for which Ctrl-C is the way it is meant to end. */
final class UntilStopped {

  private static final long WITHIN_SECONDS = 5;

  private UntilStopped() {}

  /** What goes on until its thread is interrupted. */
  interface Work {
    void run() throws InterruptedException;
  }

  /**
   * Works until the thread is interrupted or the process is told to stop. The process then ends
   * with 0, once the work has ended in order.
   */
  static void run(Work work) {
    Thread working = Thread.currentThread();
    CountDownLatch over = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(working, over), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      work.run();
    } catch (InterruptedException e) {
      // That is the end.
    } finally {
      over.countDown();
      remove(hook);
    }
  }

  /** Without the halt a process that is interrupted ends with 130. */
  private static void stop(Thread working, CountDownLatch over) {
    working.interrupt();
    try {
      var unused = over.await(WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs or has run.
    }
  }
}
