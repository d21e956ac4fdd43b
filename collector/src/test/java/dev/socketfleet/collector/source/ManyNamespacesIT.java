package dev.socketfleet.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.collector.SocketSources;
import dev.socketfleet.collector.source.namespace.FoundNamespace;
import dev.socketfleet.collector.source.namespace.NamespaceThread;
import dev.socketfleet.collector.source.namespace.NetworkNamespaces;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A host with many containers: each namespace is counted under its own name. */
class ManyNamespacesIT {

  private static final int NAMESPACES = 20;
  private static final int CONNECTIONS = 250;

  private final List<String> names =
      IntStream.range(0, NAMESPACES)
          .mapToObj(i -> "socketfleet-it-%d-%d".formatted(ProcessHandle.current().pid(), i))
          .toList();
  private final Map<String, List<SocketChannel>> held = new HashMap<>();

  @BeforeAll
  static void needsRights() throws IOException, InterruptedException {
    OwnNamespace.requireRightsAnd("ip");
  }

  @AfterEach
  void removeNamespaces() throws IOException, InterruptedException {
    for (String name : names) {
      close(name);
      delete(name);
    }
  }

  @Test
  void countsEachUnderItsNameAndReleasesThoseThatGo() throws Exception {
    for (String name : names) {
      ip("netns", "add", name);
      ip("-n", name, "link", "set", "lo", "up");
    }
    for (FoundNamespace found :
        NetworkNamespaces.ofHost(NamespaceScope.ALL, Clock.systemUTC()).find()) {
      if (names.contains(found.name())) {
        held.put(found.name(), NamespaceThread.call(found, ManyNamespacesIT::connect));
      }
    }
    assertThat(held).hasSize(NAMESPACES);

    SocketTable table = new SocketTable();
    try (SocketSource source = start()) {
      Capture capture = source.capture(table);
      assertThat(capture.complete()).isTrue();
      Map<String, Integer> established = established(capture, table);
      assertThat(names).allMatch(name -> established.getOrDefault(name, 0) == 2 * CONNECTIONS);

      List<String> gone = names.subList(0, NAMESPACES / 2);
      for (String name : gone) {
        close(name);
        delete(name);
      }
      assertThat(established(source.capture(table), table))
          .doesNotContainKeys(gone.toArray(String[]::new));
      assertThat(
              NetworkNamespaces.ofHost(NamespaceScope.ALL, Clock.systemUTC()).find().stream()
                  .map(FoundNamespace::name))
          .containsAll(names.subList(NAMESPACES / 2, NAMESPACES))
          .doesNotContainAnyElementsOf(gone);
    }
  }

  private static SocketSource start() throws SourceUnavailableException {
    return SocketSources.selector(NamespaceScope.ALL, Clock.systemUTC()).select("netlink").source();
  }

  /** Sockets belong to the namespace of the thread that makes them. */
  private static List<SocketChannel> connect() throws IOException {
    List<SocketChannel> sockets = new ArrayList<>();
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
      listener.bind(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 64);
      for (int i = 0; i < CONNECTIONS; i++) {
        sockets.add(SocketChannel.open(listener.getLocalAddress()));
        sockets.add(listener.accept());
      }
    }
    return sockets;
  }

  private static Map<String, Integer> established(Capture capture, SocketTable table) {
    Map<String, Integer> counts = new HashMap<>();
    for (int row = 0; row < table.size(); row++) {
      if (table.state(row) == SocketState.ESTABLISHED) {
        counts.merge(capture.namespaces().get(table.namespaceIndex(row)).name(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private void close(String name) throws IOException {
    for (SocketChannel socket : held.getOrDefault(name, List.of())) {
      socket.close();
    }
    held.remove(name);
  }

  private static void delete(String name) throws IOException, InterruptedException {
    if (Files.exists(Path.of("/run/netns", name))) {
      ip("netns", "delete", name);
    }
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
  }
}
