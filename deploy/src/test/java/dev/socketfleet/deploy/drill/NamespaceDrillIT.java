package dev.socketfleet.deploy.drill;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.pipeline.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drills in namespaces of their own: the kernel shows what they promise and nothing else there, the
 * host's settings stay as they are, and nothing is left.
 */
class NamespaceDrillIT {

  private static final Path NAMESPACES = Path.of("/run/netns");
  private static final Path SYSCTL = Path.of("/proc/sys/net");
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Rate FAST = new Rate(20, Duration.ofSeconds(1));

  /** The kernel prunes half-open connections after 1, 3 and 7 s. */
  private static final Duration A_WHILE = Duration.ofSeconds(9);

  private Map<String, String> hostSettings = Map.of();

  @BeforeAll
  static void needsRootAndNft() {
    Ss.assumeInstalled();
    try {
      DrillNamespace.requireTools(true);
    } catch (SetupException e) {
      Assumptions.abort(String.valueOf(e.getMessage()));
    }
  }

  @BeforeEach
  void rememberTheHost() throws IOException {
    hostSettings = settings();
  }

  @AfterEach
  void nothingOfTheHostChanged() throws IOException {
    assertThat(settings()).isEqualTo(hostSettings);
    assertThat(NAMESPACES.resolve("socketfleet-drill-" + ProcessHandle.current().pid()))
        .doesNotExist();
  }

  @Test
  void halfOpenConnectionsStay() throws Exception {
    shows(Drills.synReceived(150), A_WHILE, Map.of("SYN-RECV", 150L, "LISTEN", 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "0, TcpExtTCPReqQFullDrop, TcpExtSyncookiesSent",
    "1, TcpExtTCPReqQFullDoCookies, TcpExtTCPReqQFullDrop"
  })
  void aFloodStandsOneAboveTheQueue(int syncookies, String rising, String still) throws Exception {
    try (Drill drill = Drills.synFlood(syncookies, 500)) {
      DrillSockets flood = drill.open();
      awaitStates(flood, Map.of("SYN-RECV", 129L, "LISTEN", 1L), Duration.ofSeconds(3));
      long before = Ss.counter(flood.namespace(), rising);
      await().atMost(SOON).until(() -> Ss.counter(flood.namespace(), rising) > before + 500);
      assertThat(Ss.counter(flood.namespace(), still)).isZero();
      assertThat(Ss.counter(flood.namespace(), "TcpExtListenOverflows")).isZero();
    }
  }

  @Test
  void aFloodAgainstCookiesShowsInCountersOnly() throws Exception {
    try (Drill drill = Drills.synFlood(2, 500)) {
      DrillSockets flood = drill.open();
      awaitStates(flood, Map.of("LISTEN", 1L), Duration.ofSeconds(3));
      assertThat(Ss.counter(flood.namespace(), "TcpExtSyncookiesSent")).isGreaterThan(1000);
    }
  }

  @Test
  void clientsOfADeadUpstreamStay() throws Exception {
    shows(Drills.synSent(60), A_WHILE, Map.of("SYN-SENT", 60L));
  }

  @Test
  void clientsOfAPeerThatNeverClosesStay() throws Exception {
    shows(
        Drills.finWait2(40, FAST), Duration.ofSeconds(3), Map.of("FIN-WAIT-2", 40L, "LISTEN", 1L));
  }

  @ParameterizedTest
  @CsvSource({"FIN_WAIT_1, FIN-WAIT-1, 40", "LAST_ACK, LAST-ACK, 0", "CLOSING, CLOSING, 0"})
  void connectionsWhoseFinsAreLostStay(SocketState state, String shown, long clients)
      throws Exception {
    Map<String, Long> expected = new TreeMap<>(Map.of(shown, 40L, "LISTEN", 1L));
    if (clients > 0) {
      expected.put("ESTAB", clients);
    }
    shows(Drills.teardown(state, 40, FAST), Duration.ofSeconds(3), expected);
  }

  @Test
  void everyEphemeralPortIsUsed() throws Exception {
    try (Drill drill = Drills.portExhaustion(100)) {
      DrillSockets clients = drill.open();
      awaitStates(
          clients, Map.of("ESTAB", 170L, "TIME-WAIT", 15L, "LISTEN", 1L), Duration.ofSeconds(2));
      assertThat(
              Ss.inNamespace(clients.namespace(), "dport", "=", ":" + clients.port()).stream()
                  .map(row -> row.split("\\s+", 5)[3])
                  .distinct())
          .hasSize(85);
      assertThat(
              Ss.inNamespace(
                  clients.namespace(), "state", "all", "dport", "=", ":" + clients.port()))
          .hasSize(100);
    }
  }

  @Test
  void theProcessInsideEndsWithItsParent() throws Exception {
    try (NamespaceDrill drill = new NamespaceDrill(SynSent.scene(1))) {
      ProcessHandle inside = ProcessHandle.of(drill.open().pid()).orElseThrow();
      drill.abandonProcess();
      await().atMost(SOON).until(() -> !inside.isAlive());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsLeftOfACommand(boolean killed, @TempDir Path folder) throws Exception {
    try (CommandProcess command = CommandProcess.start(folder, "drill", "syn-sent")) {
      String name = "socketfleet-drill-" + command.pid();
      long inside = Long.parseLong(command.awaitPrinted(name + ", process (\\d+)"));
      assertThat(NAMESPACES.resolve(name)).exists();
      if (killed) {
        command.kill();
      } else {
        command.stop(SOON);
      }
      await().atMost(SOON).until(() -> ProcessHandle.of(inside).isEmpty());
      try (Drill next = Drills.synSent(1)) {
        next.open();
        assertThat(NAMESPACES.resolve(name)).doesNotExist();
      }
    }
  }

  /** The drill's own sockets, and no others in its namespace, for a while; then nothing is left. */
  private static void shows(Drill drill, Duration during, Map<String, Long> states)
      throws Exception {
    DrillSockets sockets;
    try (drill) {
      sockets = drill.open();
      awaitStates(sockets, states, during);
    }
    assertThat(NAMESPACES.resolve(sockets.namespace())).doesNotExist();
    assertThat(ProcessHandle.of(sockets.pid())).isEmpty();
  }

  private static void awaitStates(
      DrillSockets sockets, Map<String, Long> expected, Duration during) {
    await()
        .during(during)
        .atMost(SOON.plus(during))
        .untilAsserted(() -> assertThat(states(sockets)).isEqualTo(expected));
  }

  private static Map<String, Long> states(DrillSockets sockets) throws Exception {
    return Ss.inNamespace(sockets.namespace(), "state", "all").stream()
        .collect(groupingBy(row -> row.split("\\s+", 5)[0], counting()));
  }

  /** What drills set in their namespaces, as the host has it. */
  private static Map<String, String> settings() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String key :
        Stream.of(
                HalfOpen.scene(1),
                SynFlood.scene(0, 1),
                SynSent.scene(1),
                FinWait2.scene(1, FAST),
                Teardown.scene(SocketState.CLOSING, 1, FAST),
                PortExhaustion.scene(20))
            .flatMap(scene -> scene.limits().keySet().stream())
            .toList()) {
      settings.put(key, Files.readString(SYSCTL.resolve(key)));
    }
    return settings;
  }
}
