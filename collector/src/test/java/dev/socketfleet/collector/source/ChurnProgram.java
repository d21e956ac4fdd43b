package dev.socketfleet.collector.source;

import dev.socketfleet.collector.SocketSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds connections that never change while others come and go as fast as they can, accepted and
 * refused, and looks for the first ones in capture after capture. Argument: source. Prints {@code
 * captures <n> missing <n> twice <n> connects <per second>}.
 */
public final class ChurnProgram {

  static final int CAPTURES = 100;
  static final int CONNECTIONS = 2_000;

  private static final int STATIC_PORT = 7200;
  private static final int CHURNING_PORT = 7201;
  private static final int REFUSING_PORT = 7202;

  /** A host is not captured all the time; the sockets have the rest. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private ChurnProgram() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws Exception {
    List<SocketChannel> held = new ArrayList<>();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong connects = new AtomicLong();
    try (ServerSocketChannel listener = listen(STATIC_PORT);
        SocketSource source =
            SocketSources.selector(NamespaceScope.OWN, Clock.systemUTC())
                .select(arguments[0])
                .source()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        held.add(SocketChannel.open(listener.getLocalAddress()));
        held.add(listener.accept());
      }
      List<NativeConnects> kinds =
          List.of(
              NativeConnects.accepted(CHURNING_PORT),
              NativeConnects.refused(REFUSING_PORT),
              NativeConnects.refused(REFUSING_PORT));
      for (NativeConnects kind : kinds) {
        Thread thread = new Thread(() -> churn(kind, stop, connects), "churn");
        thread.setDaemon(true);
        thread.start();
      }
      look(source, connects);
    } finally {
      stop.set(true);
      for (SocketChannel channel : held) {
        channel.close();
      }
    }
  }

  private static void look(SocketSource source, AtomicLong connects) throws InterruptedException {
    SocketTable table = new SocketTable();
    long missing = 0;
    long twice = 0;
    long connectsBefore = connects.get();
    long start = System.nanoTime();
    for (int capture = 0; capture < CAPTURES; capture++) {
      source.capture(table);
      Set<Integer> seen = new HashSet<>();
      for (int row = 0; row < table.size(); row++) {
        boolean server = table.localPort(row) == STATIC_PORT && table.remotePort(row) != 0;
        boolean client = table.remotePort(row) == STATIC_PORT;
        if ((server || client)
            && !seen.add(server ? -table.remotePort(row) : table.localPort(row))) {
          twice++;
        }
      }
      missing += 2 * CONNECTIONS - seen.size();
      Thread.sleep(PAUSE.toMillis());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "captures %d missing %d twice %d connects %d%n",
        CAPTURES, missing, twice, Math.round((connects.get() - connectsBefore) / seconds));
  }

  private static void churn(NativeConnects one, AtomicBoolean stop, AtomicLong connects) {
    while (!stop.get()) {
      one.connect();
      connects.incrementAndGet();
    }
  }

  private static ServerSocketChannel listen(int port) throws IOException {
    return ServerSocketChannel.open()
        .bind(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 512);
  }
}
