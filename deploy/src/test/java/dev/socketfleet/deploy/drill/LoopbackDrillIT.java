package dev.socketfleet.deploy.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.deploy.SetupException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Drills that need no rights: the kernel shows what they promise, and nothing is left. */
class LoopbackDrillIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  @BeforeAll
  static void needsSs() {
    Ss.assumeInstalled();
  }

  @Test
  void closeWaitsAreAllOursUntilTheDrillEnds() throws Exception {
    int port;
    try (Drill drill = Drills.closeWait(120, 0, Optional.empty())) {
      DrillSockets sockets = drill.open();
      port = sockets.port();
      assertThat(sockets)
          .isEqualTo(
              new DrillSockets(
                  "120 close_wait sockets",
                  "state close-wait sport = :" + port,
                  port,
                  ProcessHandle.current().pid(),
                  ""));
      assertThat(at(port, "close-wait"))
          .hasSize(120)
          .allMatch(row -> row.contains("pid=" + sockets.pid() + ","));
    }
    assertThat(at(port, "close-wait")).isEmpty();
    assertThat(at(port, "listening")).isEmpty();
  }

  @Test
  void leaksOneAfterTheOtherUpToTheCount() throws Exception {
    try (Drill drill = Drills.closeWait(30, 0, Optional.of(new Rate(20, Duration.ofSeconds(1))))) {
      int port = drill.open().port();
      assertThat(at(port, "close-wait").size()).isLessThan(30);
      await().atMost(SOON).until(() -> at(port, "close-wait").size() == 30);
      await()
          .during(Duration.ofSeconds(1))
          .atMost(SOON)
          .until(() -> at(port, "close-wait").size() == 30);
    }
  }

  @Test
  void theAcceptQueueIsOverFullAndClientsAreTurnedAway() throws Exception {
    int port;
    try (Drill drill = Drills.acceptQueue(5, 0)) {
      port = drill.open().port();
      await()
          .during(Duration.ofSeconds(4))
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(at(port, "listening"))
                      .singleElement()
                      .asString()
                      .matches("6 +5 +.*pid=" + ProcessHandle.current().pid() + ",.*"));
      await()
          .atMost(SOON)
          .until(() -> Ss.rows("state", "syn-sent", "dport", "=", ":" + port).size() == 8);
      assertThat(at(port, "established")).hasSize(6);
    }
    assertThat(Ss.rows("sport", "=", ":" + port)).isEmpty();
    assertThat(Ss.rows("state", "syn-sent", "dport", "=", ":" + port)).isEmpty();
  }

  @Test
  void theListenerGoesWithItsKilledProcess() throws Exception {
    try (Drill drill = Drills.listenerGone(0, Duration.ofSeconds(2))) {
      DrillSockets sockets = drill.open();
      assertThat(at(sockets.port(), "listening"))
          .singleElement()
          .asString()
          .contains("pid=" + sockets.pid() + ",");
      await().atMost(SOON).until(() -> at(sockets.port(), "listening").isEmpty());
      assertThat(ProcessHandle.of(sockets.pid())).isEmpty();
    }
  }

  @Test
  void theListenerGoesWithTheDrill() throws Exception {
    DrillSockets sockets;
    try (Drill drill = Drills.listenerGone(0, Duration.ofMinutes(1))) {
      sockets = drill.open();
    }
    assertThat(at(sockets.port(), "listening")).isEmpty();
    assertThat(ProcessHandle.of(sockets.pid())).isEmpty();
  }

  @Test
  void namesTheTakenPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      for (Drill drill :
          List.of(Drills.closeWait(1, port, Optional.empty()), Drills.acceptQueue(1, port))) {
        try (drill) {
          assertThatThrownBy(drill::open)
              .isInstanceOf(SetupException.class)
              .hasMessage(
                  "--port was '%d' but it cannot be opened: Address already in use. Use 0 to pick a free port."
                      .formatted(port));
        }
      }
    }
  }

  private static List<String> at(int port, String state) throws Exception {
    return Ss.rows("state", state, "sport", "=", ":" + port);
  }
}
