package dev.socketfleet.deploy.drill;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service that forgets to close: its clients have closed, its own ends stay in CLOSE_WAIT. The
 * clients' ends show as FIN_WAIT_2 for as long as {@code tcp_fin_timeout} says, a minute by
 * default.
 */
final class CloseWait implements Scenario {

  private static final int BACKLOG = 50;

  private final int port;
  private final Pace pace;
  private @Nullable Service service;
  private int made;

  CloseWait(int count, int port, Optional<Rate> rate) {
    this.port = port;
    this.pace = new Pace(count, rate);
  }

  @Override
  public int begin() throws IOException {
    Service listening = Service.listen(port, BACKLOG);
    service = listening;
    pace.begin();
    goOn();
    return listening.port();
  }

  @Override
  public void goOn() throws IOException {
    Service listening = service;
    while (listening != null && made < pace.due()) {
      abandon(listening);
    }
  }

  private void abandon(Service listening) throws IOException {
    try {
      Service.Connection connection = listening.connect();
      listening.hold(connection.server());
      connection.clientCloses();
      made++;
    } catch (IOException e) {
      throw new IOException(
          "Only %d of %d connections could be made: %s. Ask for fewer with --count, or raise the limit of open files (ulimit -n)."
              .formatted(made, pace.total(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
  }
}
