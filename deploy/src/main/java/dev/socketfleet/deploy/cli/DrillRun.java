package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.drill.Drill;
import dev.socketfleet.deploy.drill.DrillSockets;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a drill to its end or to Ctrl-C, saying what it holds, what to expect and for how long. */
final class DrillRun {

  private static final Duration TICK = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final Duration length;

  DrillRun(PrintWriter out, Duration length) {
    this.out = out;
    this.length = length;
  }

  /**
   * @param expectation which alert comes, and within which time
   */
  void run(Drill drill, String expectation) {
    CountDownLatch stop = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.countDown();
              drill.close();
            },
            "drill-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (drill) {
      DrillSockets sockets = drill.open();
      out.println(description(sockets));
      out.println("See them:  " + ss(sockets));
      out.println("Watch:     socketfleet alerts --follow");
      out.println(expectation);
      countDown(stop);
      out.println("The drill ends; its sockets are closed.");
    } finally {
      remove(hook);
    }
  }

  private static String description(DrillSockets sockets) {
    return "%s on port %d%s, process %d."
        .formatted(
            sockets.what(),
            sockets.port(),
            sockets.namespace().isEmpty() ? "" : " in network namespace " + sockets.namespace(),
            sockets.pid());
  }

  private static String ss(DrillSockets sockets) {
    return "ss %s-tan %s"
        .formatted(
            sockets.namespace().isEmpty() ? "" : "-N " + sockets.namespace() + " ",
            sockets.filter());
  }

  private void countDown(CountDownLatch stop) {
    Duration left = length;
    while (left.compareTo(Duration.ZERO) > 0) {
      out.println("%d s left; Ctrl-C ends it now.".formatted(left.toSeconds()));
      Duration step = left.compareTo(TICK) < 0 ? left : TICK;
      try {
        if (stop.await(step.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      left = left.minus(step);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs or has run.
    }
  }
}
