package dev.socketfleet.collector.text;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.collector.source.OwnNamespace;
import dev.socketfleet.collector.source.SocketStatesProgram;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tools of this host print with their many options is read as the same sockets. */
class ToolsOfThisHostIT {

  /** What {@link SocketStatesProgram} makes, without what is only bound. */
  private static final Map<SocketState, Integer> EXPECTED =
      new TreeMap<>(
          Map.ofEntries(
              entry(SocketState.LISTEN, 8),
              entry(SocketState.ESTABLISHED, 30),
              entry(SocketState.SYN_SENT, 13),
              entry(SocketState.SYN_RECEIVED, 4),
              entry(SocketState.FIN_WAIT_1, 3),
              entry(SocketState.FIN_WAIT_2, 16),
              entry(SocketState.CLOSE_WAIT, 7),
              entry(SocketState.CLOSING, 2),
              entry(SocketState.LAST_ACK, 7),
              entry(SocketState.TIME_WAIT, 11)));

  private static @Nullable OwnNamespace namespace;

  @BeforeAll
  static void makeSockets() throws IOException, InterruptedException {
    OwnNamespace.requireRightsAnd("ip", "nft", "ss", "nsenter", "netstat", "busybox", "fold");
    OwnNamespace started = OwnNamespace.start(SocketStatesProgram.class);
    namespace = started;
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(ReadText.of(print("ss -tan")).states()).isEqualTo(EXPECTED));
  }

  @AfterAll
  static void dropSockets() {
    if (namespace != null) {
      namespace.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ss -tan",
        "ss -tanH",
        "ss -ta",
        "ss -tanp",
        "ss -tanpeimo",
        "ss -tanpeimoO",
        "ss -tanpeim --cgroup --tos",
        "ss -an",
        "ss -anp",
        "ss -a4n; ss -a6nH",
        "ss -tan | fold -w 61",
        "ss -tan | sed 's/^/web1: /'",
      })
  void readsSsWithItsOptions(String command) throws Exception {
    assertRead(command, "ss");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "netstat -tan",
        "netstat -ta",
        "netstat -tanp",
        "netstat -tanpe",
        "netstat -tano",
        "netstat -tanpeo",
        "netstat -tanW",
        "netstat -an",
        "netstat -ane",
        "netstat -anp",
        "busybox netstat -tan",
        "busybox netstat -tane",
        "busybox netstat -an",
      })
  void readsNetstatWithItsOptions(String command) throws Exception {
    assertRead(command, "netstat-linux");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat /proc/net/tcp /proc/net/tcp6",
        "head -c 1000000 /proc/net/tcp /proc/net/tcp6",
        "cat /proc/net/udp /proc/net/tcp6 /proc/net/tcp",
      })
  void readsTheTablesOfTheKernel(String command) throws Exception {
    assertRead(command, "procfs");
  }

  private static void assertRead(String command, String format) throws Exception {
    String text = print(command);
    ReadText read = ReadText.of(text);
    Map<SocketState, Integer> states = read.states();
    states.remove(SocketState.BOUND);
    assertThat(states).as("%s%n%s", read.notes(), text).isEqualTo(EXPECTED);
    assertThat(read.format()).isEqualTo(format);
    assertThat(read.capture().complete()).as("%s", read.notes()).isTrue();
  }

  private static String print(String command) throws IOException, InterruptedException {
    OwnNamespace started = namespace;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return String.join("\n", started.run("sh", "-c", command)) + "\n";
  }
}
