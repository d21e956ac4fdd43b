package dev.socketfleet.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets of this process through the whole collector. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads the sockets of Linux; run it there")
class CollectedSocketsIT {

  private static final int CLIENTS = 5;
  private static final int LEAKED = 3;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Socket> accepted = new ArrayList<>();
  private final List<Socket> clients = new ArrayList<>();

  @AfterEach
  void closeSockets() throws Exception {
    for (AutoCloseable socket : open) {
      socket.close();
    }
  }

  /** A listener with clients that stay, and some that closed while this side never does. */
  private int serve() throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    open.add(listener);
    for (int i = 0; i < CLIENTS + LEAKED; i++) {
      Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
      open.add(client);
      clients.add(client);
      Socket server = listener.accept();
      open.add(server);
      accepted.add(server);
    }
    return listener.getLocalPort();
  }

  private static CollectorConfig config(String source) {
    return CollectorConfig.load(
        Optional.empty(), Map.of(), Map.of("source", source, "netns", "own", "host.id", "it-1"));
  }

  private static Optional<Group> group(Snapshot snapshot, Role role, int port) {
    return snapshot.groups().stream()
        .filter(group -> group.netns().equals(Group.HOST_NETNS))
        .filter(group -> group.endpoint().equals(new Endpoint(role, port)))
        .filter(group -> group.process().isPresent())
        .findFirst();
  }

  private static long count(Snapshot snapshot, Role role, int port, SocketState state) {
    return group(snapshot, role, port).map(group -> group.counts().count(state)).orElse(0L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void countsRolesStatesAndOwnersOfRealSockets(String source) throws Exception {
    int port = serve();
    for (Socket client : clients.subList(0, LEAKED)) {
      client.shutdownOutput();
    }
    try (HostCollector collector = new HostCollector(config(source), Clock.systemUTC())) {
      collector.start();
      Snapshot[] last = new Snapshot[1];
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                last[0] = collector.capture(() -> 0);
                return count(last[0], Role.SERVER, port, SocketState.CLOSE_WAIT) == LEAKED;
              });
      Snapshot snapshot = last[0];

      assertThat(snapshot.source()).isEqualTo(source);
      assertThat(snapshot.complete()).isTrue();
      assertThat(count(snapshot, Role.SERVER, port, SocketState.LISTEN)).isEqualTo(1);
      assertThat(count(snapshot, Role.SERVER, port, SocketState.ESTABLISHED)).isEqualTo(CLIENTS);
      assertThat(count(snapshot, Role.CLIENT, port, SocketState.ESTABLISHED)).isEqualTo(CLIENTS);
      assertThat(count(snapshot, Role.CLIENT, port, SocketState.FIN_WAIT_2)).isEqualTo(LEAKED);
      Group server = group(snapshot, Role.SERVER, port).orElseThrow();
      assertThat(server.process().orElseThrow().pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(server.owner().kind())
          .isIn(OwnerKind.PROCESS, OwnerKind.UNIT, OwnerKind.CONTAINER);
      assertThat(server.listen().orElseThrow().sockets()).isEqualTo(1);
      assertThat(server.peers())
          .containsEntry(SocketState.CLOSE_WAIT, List.of(new PeerCount("127.0.0.1", LEAKED)));
      assertThat(SnapshotCodec.decode(SnapshotCodec.encode(snapshot))).isEqualTo(snapshot);
    }
  }

  @Test
  void tellsTheAgeOfSocketsThatStayInTheirState() throws Exception {
    int port = serve();
    clients.get(0).shutdownOutput();
    try (HostCollector collector = new HostCollector(config("netlink"), Clock.systemUTC())) {
      collector.start();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  group(collector.capture(() -> 0), Role.SERVER, port)
                      .map(group -> group.oldestMs().getOrDefault(SocketState.CLOSE_WAIT, 0L))
                      .filter(age -> age > 0)
                      .isPresent());
    }
  }

  @Test
  void numbersTheSnapshotsOfOneProcess() throws Exception {
    try (HostCollector collector = new HostCollector(config("auto"), Clock.systemUTC())) {
      collector.start();
      Snapshot first = collector.capture(() -> 0);
      Snapshot second = collector.capture(() -> 7);

      assertThat(first.seq()).isZero();
      assertThat(second.seq()).isEqualTo(1);
      assertThat(second.boot()).isEqualTo(first.boot()).hasSize(16);
      assertThat(second.collector().dropped()).isEqualTo(7);
      assertThat(second.collector().rssBytes()).isGreaterThan(1 << 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs", "oshi"})
  void printsOneSnapshotAsJsonAndNothingElse(String source)
      throws IOException, MalformedRecordException {
    int port = serve();
    StringWriter out = new StringWriter();

    int exitCode =
        CollectorMain.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute("--once", "--print", "--json", "--source", source, "--host", "it-1");

    assertThat(exitCode).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    Snapshot snapshot =
        SnapshotCodec.decode(out.toString().strip().getBytes(StandardCharsets.UTF_8));
    assertThat(snapshot.host()).isEqualTo("it-1");
    assertThat(count(snapshot, Role.SERVER, port, SocketState.ESTABLISHED))
        .isEqualTo(accepted.size());
  }
}
