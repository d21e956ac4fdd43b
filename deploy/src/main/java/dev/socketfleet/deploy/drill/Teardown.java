package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service whose FINs get lost, so that its connections never end. Which state they stay in
 * depends on who closes first: the service (FIN_WAIT_1), the client (LAST_ACK), or both before they
 * hear of each other (CLOSING).
 */
final class Teardown implements Scenario {

  static final Set<SocketState> STATES =
      Set.of(SocketState.FIN_WAIT_1, SocketState.LAST_ACK, SocketState.CLOSING);

  private static final int BACKLOG = 50;

  private final SocketState state;
  private final Pace pace;
  private @Nullable Service service;
  private int made;

  private Teardown(SocketState state, int count, Rate rate) {
    this.state = state;
    this.pace = new Pace(count, Optional.of(rate));
  }

  /** Clients that have closed are to be gone soon: {@code tcp_fin_timeout}. */
  static Scene scene(SocketState state, int count, Rate rate) {
    return new Scene(
        "%s sockets, %s more up to %d,".formatted(state.wireName(), rate, count),
        "state %s sport = :%d"
            .formatted(state.wireName().replace('_', '-').toLowerCase(Locale.ROOT), Scene.PORT),
        Map.of("ipv4/tcp_fin_timeout", "1"),
        Scene.FINS_OF_THE_SERVICE,
        Teardown.class,
        List.of(
            state.wireName(),
            Integer.toString(count),
            Integer.toString(rate.count()),
            Long.toString(rate.per().toMillis())));
  }

  /** The process in the namespace. Arguments: state, count, rate as count and milliseconds. */
  public static void main(String[] args) throws IOException {
    Rate rate = new Rate(Integer.parseInt(args[2]), Duration.ofMillis(Long.parseLong(args[3])));
    SocketState state = SocketState.ofWireName(args[0]).orElseThrow();
    ScenarioProcess.hold(new Teardown(state, Integer.parseInt(args[1]), rate));
  }

  @Override
  public int begin() throws IOException {
    service = Service.listen(Scene.PORT, BACKLOG);
    pace.begin();
    goOn();
    Rows.atService(state, Scene.PORT).await(1);
    return Scene.PORT;
  }

  @Override
  public void goOn() throws IOException {
    Service listening = service;
    while (listening != null && made < pace.due()) {
      Service.Connection connection = listening.connect();
      listening.hold(connection.server());
      listening.hold(connection.client());
      finish(connection);
      made++;
    }
  }

  private void finish(Service.Connection connection) throws IOException {
    if (state == SocketState.LAST_ACK) {
      connection.clientCloses();
    }
    connection.server().shutdownOutput();
    if (state == SocketState.CLOSING) {
      connection.clientCloses();
    }
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
  }
}
