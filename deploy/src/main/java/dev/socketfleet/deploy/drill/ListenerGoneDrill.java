package dev.socketfleet.deploy.drill;

import dev.socketfleet.deploy.CommandFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/** A service in a process of its own that is killed after a while: its listener vanishes. */
final class ListenerGoneDrill implements Drill {

  private final int port;
  private final Duration after;
  private final Timer timer = new Timer("drill-kill", true);
  private @Nullable ScenarioProcess process;

  ListenerGoneDrill(int port, Duration after) {
    this.port = port;
    this.after = after;
  }

  @Override
  public synchronized DrillSockets open() {
    try {
      ScenarioProcess started =
          ScenarioProcess.start(List.of(), Listening.class, List.of(Integer.toString(port)));
      process = started;
      int opened = started.awaitReady();
      timer.schedule(kill(started), after.toMillis());
      return new DrillSockets(
          "A listener that is killed after %d s".formatted(after.toSeconds()),
          "state listening sport = :" + opened,
          opened,
          started.pid(),
          "");
    } catch (IOException e) {
      close();
      throw new CommandFailedException("The service did not start: " + e.getMessage(), e);
    }
  }

  private static TimerTask kill(ScenarioProcess process) {
    return new TimerTask() {
      @Override
      public void run() {
        process.kill();
      }
    };
  }

  @Override
  public synchronized void close() {
    timer.cancel();
    if (process != null) {
      process.close();
    }
  }
}
