package dev.socketfleet.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.collector.SocketSources;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads sockets of this very process on the loopback; needs no rights. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads the sources of Linux")
class LoopbackSocketsIT {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final SocketTable table = new SocketTable();
  private ServerSocketChannel listener;
  private SocketChannel client;
  private SocketChannel accepted;
  private SocketChannel bound;

  @BeforeEach
  void open() throws IOException {
    listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
    listener.bind(new InetSocketAddress(LOOPBACK, 0), 7);
    client = SocketChannel.open(listener.getLocalAddress());
    accepted = listener.accept();
    bound = SocketChannel.open(StandardProtocolFamily.INET);
    bound.bind(new InetSocketAddress(LOOPBACK, 0));
  }

  @AfterEach
  void close() throws IOException {
    for (Channel channel : List.of(client, accepted, bound, listener)) {
      channel.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void seesAListenerAndBothEndsOfAConnection(String name) throws Exception {
    try (SocketSource source = start(name)) {
      assertThat(source.capture(table).complete()).isTrue();
      assertThat(states(port(listener.socket().getLocalPort())))
          .containsExactlyInAnyOrder(SocketState.LISTEN, SocketState.ESTABLISHED);
      assertThat(states(port(client.socket().getLocalPort())))
          .containsExactly(SocketState.ESTABLISHED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void followsAConnectionThatOneSideCloses(String name) throws Exception {
    client.shutdownOutput();
    try (SocketSource source = start(name)) {
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () -> {
                source.capture(table);
                assertThat(states(port(client.socket().getLocalPort())))
                    .containsExactly(SocketState.FIN_WAIT_2);
              });
      assertThat(states(port(listener.socket().getLocalPort())))
          .containsExactlyInAnyOrder(SocketState.LISTEN, SocketState.CLOSE_WAIT);
    }
  }

  @ParameterizedTest
  @CsvSource({"netlink, true", "procfs, false", "oshi, false"})
  void onlyNetlinkSeesASocketThatIsOnlyBound(String name, boolean seen) throws Exception {
    try (SocketSource source = start(name)) {
      source.capture(table);
      List<SocketState> states = states(port(bound.socket().getLocalPort()));
      assertThat(states).isEqualTo(seen ? List.of(SocketState.BOUND) : List.of());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs"})
  void tellsWhoseSocketItIs(String name) throws Exception {
    try (SocketSource source = start(name)) {
      source.capture(table);
      int row = port(client.socket().getLocalPort()).get(0);
      Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      assertThat(table.uid(row)).isEqualTo(((Number) uid).longValue());
      assertThat(table.inode(row)).isPositive();
      assertThat(table.cookie(row) != 0).isEqualTo(name.equals("netlink"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void tellsTheKernelsCountersAndLimitsOfItsOwnNamespace(String name) throws Exception {
    try (SocketSource source = start(name)) {
      List<NetworkNamespace> namespaces = source.capture(table).namespaces();
      assertThat(namespaces).hasSize(1);
      NetworkNamespace own = namespaces.get(0);
      assertThat(own.name()).isEqualTo("host");
      assertThat(own.inode()).isPositive();
      assertThat(own.facts().tcp()).containsKeys("listenOverflows", "retransSegs");
      KernelLimits limits = own.facts().limits();
      assertThat(List.of(limits.somaxconn())).isEqualTo(sysctl("core/somaxconn"));
      assertThat(List.of(limits.synBacklog())).isEqualTo(sysctl("ipv4/tcp_max_syn_backlog"));
      assertThat(List.of(limits.syncookies())).isEqualTo(sysctl("ipv4/tcp_syncookies"));
      assertThat(List.of(limits.ephemeralFrom(), limits.ephemeralTo()))
          .isEqualTo(sysctl("ipv4/ip_local_port_range"));
    }
  }

  /** What another program reads there. */
  private static List<Long> sysctl(String name) throws IOException {
    Process cat = new ProcessBuilder("cat", "/proc/sys/net/" + name).start();
    String text = new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return Stream.of(text.strip().split("\\s+")).map(Long::valueOf).toList();
  }

  private static SocketSource start(String name) throws SourceUnavailableException {
    return SocketSources.selector(NamespaceScope.OWN, Clock.systemUTC()).select(name).source();
  }

  private List<Integer> port(int localPort) {
    return IntStream.range(0, table.size())
        .filter(row -> table.localPort(row) == localPort)
        .boxed()
        .toList();
  }

  private List<SocketState> states(List<Integer> rows) {
    return rows.stream().map(table::state).toList();
  }
}
