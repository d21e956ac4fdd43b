package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clients that have closed towards a peer that never does: they stay in FIN_WAIT_2, one more after
 * the other.
 *
 * <p>A peer that leaks would show as a second incident, its CLOSE_WAIT, in the same namespace. So
 * this one does close, its FINs are dropped, and it gives up at once and vanishes; the clients
 * cannot tell.
 */
final class FinWait2 implements Scenario {

  private static final int BACKLOG = 50;

  private final Pace pace;
  private @Nullable Service peer;
  private int made;

  private FinWait2(int count, Rate rate) {
    this.pace = new Pace(count, Optional.of(rate));
  }

  static Scene scene(int count, Rate rate) {
    return new Scene(
        "fin_wait_2 sockets, %s more up to %d,".formatted(rate, count),
        "state fin-wait-2 dport = :" + Scene.PORT,
        Map.of("ipv4/tcp_orphan_retries", "1"),
        Scene.FINS_OF_THE_SERVICE,
        FinWait2.class,
        List.of(
            Integer.toString(count),
            Integer.toString(rate.count()),
            Long.toString(rate.per().toMillis())));
  }

  /** The process in the namespace. Arguments: the count, and the rate as count and milliseconds. */
  public static void main(String[] args) throws IOException {
    Rate rate = new Rate(Integer.parseInt(args[1]), Duration.ofMillis(Long.parseLong(args[2])));
    ScenarioProcess.hold(new FinWait2(Integer.parseInt(args[0]), rate));
  }

  @Override
  public int begin() throws IOException {
    peer = Service.listen(Scene.PORT, BACKLOG);
    pace.begin();
    goOn();
    Rows.atClients(SocketState.FIN_WAIT_2, Scene.PORT).await(1);
    return Scene.PORT;
  }

  @Override
  public void goOn() throws IOException {
    Service listening = peer;
    while (listening != null && made < pace.due()) {
      Service.Connection connection = listening.connect();
      listening.hold(connection.client());
      connection.clientFinishes();
      connection.server().close();
      made++;
    }
  }

  @Override
  public void close() {
    if (peer != null) {
      peer.close();
    }
  }
}
