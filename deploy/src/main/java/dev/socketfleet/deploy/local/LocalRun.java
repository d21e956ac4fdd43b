package dev.socketfleet.deploy.local;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.streams.query.StoresUnavailableException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the pipeline and shows its table until the process is told to stop. A terminal is redrawn
 * with each snapshot; a pipe gets the table every ten seconds and no control codes.
 */
public final class LocalRun {

  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J\u001b[3J";
  private static final Duration PIPE_PERIOD = Duration.ofSeconds(10);
  private static final Duration STOP_WITHIN = Duration.ofMillis(4_500);
  private static final int PIPE_LINES = 40;
  private static final int RESERVED_LINES = 12;

  private final PrintWriter out;
  private final PrintWriter err;
  private final OptionalInt terminalLines;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param terminalLines height of the terminal that is redrawn; empty when the output is none
   */
  public LocalRun(PrintWriter out, PrintWriter err, OptionalInt terminalLines) {
    this.out = out;
    this.err = err;
    this.terminalLines = terminalLines;
  }

  /**
   * Returns when it was told to stop, by Ctrl-C or a signal.
   *
   * @param ephemeral whether the data goes when it stops
   * @param data folder of the data; the user's own when absent
   * @throws SetupException when a port is taken or the folder cannot be used
   */
  public void run(LocalSettings settings, boolean ephemeral, Optional<Path> data)
      throws InterruptedException {
    Thread hook = new Thread(this::onShutdown, "stop-local");
    try (DataFolder folder = folder(ephemeral, data)) {
      LocalLog.redirectTo(folder.log());
      Runtime.getRuntime().addShutdownHook(hook);
      try (LocalApp app = new LocalApp(settings, folder)) {
        LocalApp.Running running = app.start(err::println);
        greet(running, folder);
        show(running, settings.interval());
        err.println("Stopping");
      }
    } finally {
      stopped.countDown();
    }
  }

  private static DataFolder folder(boolean ephemeral, Optional<Path> data) {
    return ephemeral
        ? DataFolder.ephemeral()
        : DataFolder.open(
            data.orElseGet(
                () -> DataFolder.standard(System.getenv(), System.getProperty("user.home"))));
  }

  /** The shutdown waits for the run to end in order; a part that hangs must not keep a person. */
  private void onShutdown() {
    stop.countDown();
    try {
      if (!stopped.await(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        err.println("Not everything stopped in time; the next start repairs what is needed.");
        Runtime.getRuntime().halt(130);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void greet(LocalApp.Running running, DataFolder folder) {
    out.printf(
        """
        Socketfleet is running.
          Dashboard  http://127.0.0.1:%d/
          API        http://127.0.0.1:%d
          Kafka      %s
          Data, log  %s
        Stop with Ctrl-C. In another terminal:
          socketfleet alerts --follow       watch alerts come and go
          socketfleet drill close-wait      make one, with real sockets
        """,
        running.streams().port(), running.streams().port(), running.bootstrapServers(), folder);
    out.flush();
  }

  private void show(LocalApp.Running running, Duration interval) throws InterruptedException {
    LiveTable table = new LiveTable(ZoneId.systemDefault());
    Duration period = terminalLines.isPresent() ? interval : PIPE_PERIOD;
    int rows = Math.max(5, terminalLines.orElse(PIPE_LINES) - RESERVED_LINES);
    do {
      draw(running, table, rows);
    } while (!stop.await(period.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void draw(LocalApp.Running running, LiveTable table, int rows) {
    try {
      running
          .streams()
          .hosts()
          .latest(running.host())
          .ifPresent(
              latest -> print(running, table.lines(latest.snapshot(), alerts(running), rows)));
    } catch (StoresUnavailableException e) {
      err.println("Waiting: " + e.getMessage());
    }
  }

  private static List<Alert> alerts(LocalApp.Running running) {
    return running.streams().alerts().alerts();
  }

  private void print(LocalApp.Running running, List<String> lines) {
    if (terminalLines.isPresent()) {
      out.print(HOME_AND_CLEAR);
      out.printf("Socketfleet  http://127.0.0.1:%d  (Ctrl-C stops)%n", running.streams().port());
    }
    lines.forEach(out::println);
    if (terminalLines.isEmpty()) {
      out.println();
    }
    out.flush();
  }
}
