package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A listener whose SYN+ACKs get lost on a broken way back: its half-open connections stay in
 * SYN_RECEIVED and fill its queue.
 *
 * <p>The namespace's limits keep them as they are. A kernel prunes half-open connections when they
 * fill more than half of the listener's queue; so the queue is four times as long and {@code
 * tcp_max_syn_backlog}, without SYN cookies, is the limit that is reached: 3/4 of it.
 */
final class HalfOpen implements Scenario {

  /** With fewer retries half-open connections give up after a minute. */
  private static final int RETRIES = 20;

  private final int count;
  private @Nullable Service service;

  private HalfOpen(int count) {
    this.count = count;
  }

  static Scene scene(int count) {
    return new Scene(
        count + " syn_received sockets",
        "state syn-recv sport = :" + Scene.PORT,
        Map.of(
            "ipv4/tcp_syncookies", "0",
            "ipv4/tcp_max_syn_backlog", Integer.toString(synBacklog(count)),
            "ipv4/tcp_synack_retries", Integer.toString(RETRIES),
            "core/somaxconn", Integer.toString(4 * count)),
        Scene.SYN_ACKS_OF_THE_SERVICE,
        HalfOpen.class,
        List.of(Integer.toString(count)));
  }

  /** The smallest whose usable 3/4 hold the count. */
  private static int synBacklog(int count) {
    return (4 * count + 2) / 3;
  }

  /** The process in the namespace. Argument: the count. */
  public static void main(String[] args) throws IOException {
    ScenarioProcess.hold(new HalfOpen(Integer.parseInt(args[0])));
  }

  @Override
  public int begin() throws IOException {
    Service listening = Service.listen(Scene.PORT, 4 * count);
    service = listening;
    for (int i = 0; i < count; i++) {
      Connecting.abandoned(i, listening.address());
    }
    Rows.atService(SocketState.SYN_RECEIVED, Scene.PORT).await(count);
    return Scene.PORT;
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
  }
}
