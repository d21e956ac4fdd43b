package dev.socketfleet.deploy.drill;

import dev.socketfleet.deploy.CommandFailedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays a scenario in this process, on the host's loopback address. */
final class LoopbackDrill implements Drill {

  private static final Logger LOG = LoggerFactory.getLogger(LoopbackDrill.class);

  private final Scenario scenario;
  private final String what;
  private final String filter;
  private @Nullable Repetition repetition;

  /**
   * @param what the sockets in words
   * @param filter the filter by which {@code ss -tan} shows them, without the port
   */
  LoopbackDrill(Scenario scenario, String what, String filter) {
    this.scenario = scenario;
    this.what = what;
    this.filter = filter;
  }

  @Override
  public synchronized DrillSockets open() {
    try {
      int port = scenario.begin();
      Repetition going = new Repetition(scenario, failure -> LOG.warn("No more sockets", failure));
      repetition = going;
      going.start();
      return new DrillSockets(
          what, filter + " sport = :" + port, port, ProcessHandle.current().pid(), "");
    } catch (IOException e) {
      close();
      throw new CommandFailedException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    if (repetition != null) {
      repetition.close();
    }
    scenario.close();
  }
}
