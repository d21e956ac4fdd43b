package dev.socketfleet.deploy.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The process inside the namespace of {@link SynReceivedDrill}: connects to its own listener, whose
 * answers are dropped, says so and holds everything until its standard input ends, which also
 * happens when the parent dies.
 *
 * <p>It sets the namespace's own limits so that the connections stay as they are. A kernel prunes
 * half-open connections when they fill more than half of the listener's queue; so the queue is four
 * times as long and {@code tcp_max_syn_backlog}, without SYN cookies, is the limit that is reached:
 * 3/4 of it.
 */
final class HalfOpenConnections {

  static final String READY = "ready";

  private static final Path SYSCTL = Path.of("/proc/sys/net");
  private static final Path TABLE = Path.of("/proc/thread-self/net/tcp");

  /** With fewer retries half-open connections and their clients give up after a minute. */
  private static final int RETRIES = 20;

  private static final Duration MADE_WITHIN = Duration.ofSeconds(10);

  private final List<AutoCloseable> held = new ArrayList<>();

  private HalfOpenConnections() {}

  /** Arguments: port and count. */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    int count = Integer.parseInt(args[1]);
    HalfOpenConnections connections = new HalfOpenConnections();
    try {
      setLimits(count);
      connections.make(port, count);
      awaitRows(port, count);
    } catch (IOException | IllegalStateException e) {
      System.out.println(e.getMessage());
      return;
    }
    System.out.println(READY);
    while (System.in.read() != -1) {
      // Only the end of the input matters.
    }
  }

  private static void setLimits(int count) throws IOException {
    set("ipv4/tcp_syncookies", 0);
    set("ipv4/tcp_max_syn_backlog", synBacklog(count));
    set("ipv4/tcp_synack_retries", RETRIES);
    set("ipv4/tcp_syn_retries", RETRIES);
    set("core/somaxconn", 4 * count);
  }

  /** The smallest whose usable 3/4 hold the count. */
  private static int synBacklog(int count) {
    return (4 * count + 2) / 3;
  }

  private static void set(String key, int value) throws IOException {
    Files.writeString(SYSCTL.resolve(key), Integer.toString(value));
  }

  private void make(int port, int count) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ServerSocketChannel listener = ServerSocketChannel.open();
    held.add(listener);
    listener.bind(address, 4 * count);
    for (int i = 0; i < count; i++) {
      SocketChannel client = SocketChannel.open();
      held.add(client);
      client.configureBlocking(false);
      client.connect(address);
    }
  }

  private static void awaitRows(int port, int count) throws IOException {
    long start = System.nanoTime();
    long rows = rows(port);
    while (rows < count) {
      if (System.nanoTime() - start > MADE_WITHIN.toNanos()) {
        throw new IllegalStateException(
            "the kernel has %d of %d half-open connections".formatted(rows, count));
      }
      Thread.onSpinWait();
      rows = rows(port);
    }
  }

  /** SYN_RECEIVED is state 03 in column four, the local port ends column two. */
  private static long rows(int port) throws IOException {
    String local = ":%04X".formatted(port);
    try (Stream<String> lines = Files.lines(TABLE)) {
      return lines
          .map(line -> line.strip().split("\\s+", 5))
          .filter(columns -> columns[1].endsWith(local) && columns[3].equals("03"))
          .count();
    }
  }
}
