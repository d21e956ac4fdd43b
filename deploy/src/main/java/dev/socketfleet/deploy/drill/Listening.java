package dev.socketfleet.deploy.drill;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A service that nobody calls. */
final class Listening implements Scenario {

  private static final int BACKLOG = 50;

  private final int port;
  private @Nullable Service service;

  Listening(int port) {
    this.port = port;
  }

  /** The process that is going to be killed. Argument: the port, 0 for a free one. */
  public static void main(String[] args) throws IOException {
    ScenarioProcess.hold(new Listening(Integer.parseInt(args[0])));
  }

  @Override
  public int begin() throws IOException {
    Service listening = Service.listen(port, BACKLOG);
    service = listening;
    return listening.port();
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
  }
}
