package dev.socketfleet.deploy.drill;

import dev.socketfleet.collector.source.LinuxTcpState;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sockets in one state at one port as the kernel lists them in this thread's network namespace:
 * proc(5), {@code /proc/net/tcp}.
 *
 * @param local whether the port is the local one, else it is the remote one
 */
record Rows(SocketState state, boolean local, int port) {

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/thread-self/net/tcp"), Path.of("/proc/thread-self/net/tcp6"));
  private static final Duration MADE_WITHIN = Duration.ofSeconds(10);

  static Rows atService(SocketState state, int port) {
    return new Rows(state, true, port);
  }

  static Rows atClients(SocketState state, int port) {
    return new Rows(state, false, port);
  }

  /**
   * Returns when there are at least so many.
   *
   * @throws IOException when there are not within ten seconds; the message has both numbers
   */
  void await(long count) throws IOException {
    long start = System.nanoTime();
    long rows = count();
    while (rows < count) {
      if (System.nanoTime() - start > MADE_WITHIN.toNanos()) {
        throw new IOException(
            "the kernel has %d of %d %s sockets".formatted(rows, count, state.wireName()));
      }
      Thread.onSpinWait();
      rows = count();
    }
  }

  long count() throws IOException {
    long rows = 0;
    for (Path table : TABLES) {
      if (Files.exists(table)) {
        try (Stream<String> lines = Files.lines(table)) {
          rows += lines.skip(1).filter(this::matches).count();
        }
      }
    }
    return rows;
  }

  /** Columns: number, local end, remote end, state; ports and states are hexadecimal. */
  private boolean matches(String line) {
    String[] columns = line.strip().split("\\s+", 5);
    String end = columns[local ? 1 : 2];
    return Integer.parseInt(end.substring(end.indexOf(':') + 1), 16) == port
        && LinuxTcpState.of(Integer.parseInt(columns[3], 16), port) == state;
  }
}
