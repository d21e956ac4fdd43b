package dev.socketfleet.deploy.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.SetupException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CloseWaitDrillIT {

  @BeforeAll
  static void needsSs() {
    Ss.assumeInstalled();
  }

  @Test
  void theKernelShowsThemAllAsOursUntilTheDrillEnds() throws Exception {
    int port;
    try (CloseWaitDrill drill = new CloseWaitDrill(120, 0)) {
      DrillSockets sockets = drill.open();
      port = sockets.port();
      assertThat(sockets)
          .isEqualTo(
              new DrillSockets(
                  SocketState.CLOSE_WAIT, 120, port, ProcessHandle.current().pid(), ""));
      assertThat(Ss.rows("state", "close-wait", "sport", "=", ":" + port))
          .hasSize(120)
          .allMatch(row -> row.contains("pid=" + sockets.pid() + ","));
    }
    assertThat(Ss.rows("state", "close-wait", "sport", "=", ":" + port)).isEmpty();
    assertThat(Ss.rows("state", "listening", "sport", "=", ":" + port)).isEmpty();
  }

  @Test
  void namesTheTakenPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CloseWaitDrill drill = new CloseWaitDrill(1, taken.getLocalPort())) {
      assertThatThrownBy(drill::open)
          .isInstanceOf(SetupException.class)
          .hasMessage(
              "--port was '%d' but it cannot be opened: Address already in use. Use 0 to pick a free port."
                  .formatted(taken.getLocalPort()));
    }
  }
}
