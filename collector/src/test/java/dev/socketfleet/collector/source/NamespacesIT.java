package dev.socketfleet.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.collector.SocketSources;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the sockets of other network namespaces than its own, and lets go of them. */
class NamespacesIT {

  private static final int LISTENERS = 8;

  private final SocketTable table = new SocketTable();
  private Instant now = Instant.now();
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  @BeforeAll
  static void needsRights() throws IOException, InterruptedException {
    OwnNamespace.requireRightsAnd("ip", "nft");
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs"})
  void readsANamespaceWhileItLivesAndLetsItGo(String name) throws Exception {
    try (SocketSource source = start(name)) {
      source.capture(table);
      final long descriptors = sockets();
      long inode;
      try (OwnNamespace other = OwnNamespace.start(SocketStatesProgram.class)) {
        inode = other.inode();
        later();
        Capture capture = source.capture(table);
        NetworkNamespace found = find(capture, inode).orElseThrow();
        assertThat(found.pid()).isEqualTo((int) other.pid());
        assertThat(listeners(capture, inode)).isEqualTo(LISTENERS);
        assertThat(found.facts().tcp()).containsKey("listenDrops");
        assertThat(found.facts().limits().somaxconn()).isPositive();
        assertThat(capture.complete()).isTrue();
      }
      assertThat(find(source.capture(table), inode)).isEmpty();
      assertThat(sockets()).as("open sockets of this process").isEqualTo(descriptors);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink", "procfs"})
  void readsANamespaceThatNobodyLivesInAsLongAsItIsMounted(String name) throws Exception {
    String mounted = "socketfleet-it-" + ProcessHandle.current().pid();
    ip("netns", "add", mounted);
    try (SocketSource source = start(name)) {
      NetworkNamespace found = named(source.capture(table), mounted).orElseThrow();
      assertThat(found.pid()).isEqualTo(NetworkNamespace.NO_PROCESS);
      assertThat(found.facts().tcp()).containsEntry("listenDrops", 0L);
      assertThat(found.facts().limits().ephemeralFrom()).isPositive();

      ip("netns", "delete", mounted);
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(named(source.capture(table), mounted)).isEmpty());
    } finally {
      if (Files.exists(Path.of("/run/netns", mounted))) {
        ip("netns", "delete", mounted);
      }
    }
  }

  private SocketSource start(String name) throws SourceUnavailableException {
    return SocketSources.selector(NamespaceScope.ALL, clock).select(name).source();
  }

  /** So much that the source walks over all processes again. */
  private void later() {
    now = now.plus(Duration.ofMinutes(1));
  }

  private static Optional<NetworkNamespace> find(Capture capture, long inode) {
    return capture.namespaces().stream().filter(found -> found.inode() == inode).findFirst();
  }

  private static Optional<NetworkNamespace> named(Capture capture, String name) {
    return capture.namespaces().stream().filter(found -> found.name().equals(name)).findFirst();
  }

  private long listeners(Capture capture, long inode) {
    int index = capture.namespaces().indexOf(find(capture, inode).orElseThrow());
    return IntStream.range(0, table.size())
        .filter(row -> table.namespaceIndex(row) == index)
        .filter(row -> table.state(row) == SocketState.LISTEN)
        .count();
  }

  private static long sockets() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(NamespacesIT::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("ip"), Stream.of(arguments)).toList();
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
  }
}
