package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SYNs from ever other addresses of 127.0.0.0/8 whose senders never answer, at a steady rate,
 * towards a listener with a queue of 128. Its half-open connections stand at the queue's limit
 * however many come; with {@code tcp_syncookies=2} there are none.
 */
final class SynFlood implements Scenario {

  private static final int BACKLOG = 128;

  /** Enough to fill the queue at once. */
  private static final int FIRST = 2 * BACKLOG;

  private final int syncookies;
  private final Pace pace;
  private @Nullable Service service;
  private int sent;

  private SynFlood(int syncookies, int perSecond) {
    this.syncookies = syncookies;
    this.pace =
        new Pace(Integer.MAX_VALUE, Optional.of(new Rate(perSecond, Duration.ofSeconds(1))));
  }

  static Scene scene(int syncookies, int perSecond) {
    return new Scene(
        "A flood of %d SYNs a second, tcp_syncookies=%d,".formatted(perSecond, syncookies),
        "state syn-recv sport = :" + Scene.PORT,
        Map.of("ipv4/tcp_syncookies", Integer.toString(syncookies)),
        Scene.SYN_ACKS_OF_THE_SERVICE,
        SynFlood.class,
        List.of(Integer.toString(syncookies), Integer.toString(perSecond)));
  }

  /** The process in the namespace. Arguments: tcp_syncookies and SYNs a second. */
  public static void main(String[] args) throws IOException {
    ScenarioProcess.hold(new SynFlood(Integer.parseInt(args[0]), Integer.parseInt(args[1])));
  }

  @Override
  public int begin() throws IOException {
    Service listening = Service.listen(Scene.PORT, BACKLOG);
    service = listening;
    while (sent < FIRST) {
      send(listening);
    }
    if (syncookies != 2) {
      Rows.atService(SocketState.SYN_RECEIVED, Scene.PORT).await(BACKLOG);
    }
    pace.begin();
    return Scene.PORT;
  }

  @Override
  public void goOn() throws IOException {
    Service listening = service;
    long due = FIRST + (long) pace.due();
    while (listening != null && sent < due) {
      send(listening);
    }
  }

  private void send(Service listening) throws IOException {
    Connecting.abandoned(sent, listening.address());
    sent++;
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
  }
}
