package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clients that use up a small ephemeral range towards one destination: most hold their connections,
 * the others come and go, and what they leave in TIME_WAIT holds its port for another minute. No
 * further client can connect.
 */
final class PortExhaustion implements Scenario {

  private static final int FIRST_PORT = 40_000;

  /** Percent; the rest comes and goes. Above what the default rule fires at. */
  private static final int HELD = 85;

  private static final int BACKLOG = 50;

  private final int ports;
  private @Nullable Service service;

  private PortExhaustion(int ports) {
    this.ports = ports;
  }

  /** On loopback the kernel would reuse TIME_WAIT after a second: {@code tcp_tw_reuse}. */
  static Scene scene(int ports) {
    return new Scene(
        "%d clients that use all %d ephemeral ports to one service".formatted(ports, ports),
        "dport = :" + Scene.PORT,
        Map.of(
            "ipv4/ip_local_port_range",
            FIRST_PORT + " " + (FIRST_PORT + ports - 1),
            "ipv4/tcp_tw_reuse",
            "0"),
        Scene.NOTHING,
        PortExhaustion.class,
        List.of(Integer.toString(ports)));
  }

  /** The process in the namespace. Argument: how many ports the range has. */
  public static void main(String[] args) throws IOException {
    ScenarioProcess.hold(new PortExhaustion(Integer.parseInt(args[0])));
  }

  @Override
  public int begin() throws IOException {
    Service listening = Service.listen(Scene.PORT, BACKLOG);
    service = listening;
    int held = ports * HELD / 100;
    for (int i = 0; i < held; i++) {
      Service.Connection connection = listening.connect();
      listening.hold(connection.client());
      listening.hold(connection.server());
    }
    goOn();
    Rows.atClients(SocketState.TIME_WAIT, Scene.PORT).await(ports - held);
    return Scene.PORT;
  }

  /** Connects until the kernel has no port left. */
  @Override
  public void goOn() throws IOException {
    Service listening = service;
    while (listening != null) {
      try {
        Service.Connection connection = listening.connect();
        connection.clientCloses();
        connection.server().close();
      } catch (BindException | NoRouteToHostException e) {
        return; // EADDRNOTAVAIL has had both names.
      }
    }
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
  }
}
