package dev.socketfleet.collector.source.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.socketfleet.collector.source.NamespaceScope;
import dev.socketfleet.collector.source.SocketTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The table and the receive buffer are reused: more sockets cost no more heap. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "netlink is Linux")
class NetlinkAllocationIT {

  private static final int CONNECTIONS = 1000;
  private static final int WARM_UP = 20;
  private static final int MEASURED = 20;

  /** Less than one byte a socket. */
  private static final long TOLERANCE = 1024;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final SocketTable table = new SocketTable();
  private final List<Channel> held = new ArrayList<>();

  @AfterEach
  void closeSockets() throws IOException {
    for (Channel channel : held) {
      channel.close();
    }
  }

  @Test
  void twoThousandMoreSocketsAllocateNothingMore() throws Exception {
    try (NetlinkSocketSource source =
        new NetlinkSocketSource(NamespaceScope.OWN, Clock.systemUTC())) {
      source.start();
      long before = leastAllocated(source);
      connect();
      long after = leastAllocated(source);

      assertThat(table.size()).isGreaterThan(2 * CONNECTIONS);
      assertThat(after - before).as("bytes more per capture").isLessThan(TOLERANCE);
    }
  }

  /** The least of several captures: what the JVM does beside them varies. */
  private long leastAllocated(NetlinkSocketSource source) {
    for (int i = 0; i < WARM_UP; i++) {
      source.capture(table);
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < MEASURED; i++) {
      long start = threads.getCurrentThreadAllocatedBytes();
      source.capture(table);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - start);
    }
    return least;
  }

  private void connect() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    held.add(server);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    for (int i = 0; i < CONNECTIONS; i++) {
      held.add(SocketChannel.open(server.getLocalAddress()));
      held.add(server.accept());
    }
  }
}
