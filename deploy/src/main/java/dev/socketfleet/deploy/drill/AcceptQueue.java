package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service that does not accept: its queue is full, and further clients get no answer, give up and
 * come again.
 */
final class AcceptQueue implements Scenario {

  /** Few enough not to look like an upstream that is down. */
  private static final int TURNED_AWAY = 8;

  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(3);

  private final int backlog;
  private final int port;
  private final List<Closeable> turnedAway = new ArrayList<>();
  private @Nullable Service service;
  private long cameAt;

  /**
   * @param backlog length of the queue, 1 or more
   * @param port 0 picks a free one
   */
  AcceptQueue(int backlog, int port) {
    this.backlog = backlog;
    this.port = port;
  }

  /** The kernel takes one more than the backlog: sk_acceptq_is_full() in include/net/sock.h. */
  @Override
  public int begin() throws IOException {
    Service stuck = Service.listen(port, backlog);
    service = stuck;
    for (int i = 0; i <= backlog; i++) {
      SocketChannel client = SocketChannel.open();
      stuck.hold(client);
      client.connect(stuck.address());
    }
    Rows.atService(SocketState.ESTABLISHED, stuck.port()).await(backlog + 1L);
    comeAgain(stuck);
    return stuck.port();
  }

  @Override
  public void goOn() throws IOException {
    Service stuck = service;
    if (stuck != null && System.nanoTime() - cameAt > GIVE_UP_AFTER.toNanos()) {
      comeAgain(stuck);
    }
  }

  private void comeAgain(Service stuck) throws IOException {
    turnAway();
    for (int i = 0; i < TURNED_AWAY; i++) {
      turnedAway.add(Connecting.to(stuck.address()));
    }
    cameAt = System.nanoTime();
  }

  private void turnAway() {
    turnedAway.forEach(Service::closeQuietly);
    turnedAway.clear();
  }

  @Override
  public void close() {
    turnAway();
    if (service != null) {
      service.close();
    }
  }
}
