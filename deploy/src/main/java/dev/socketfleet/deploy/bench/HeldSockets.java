package dev.socketfleet.deploy.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Established connections on loopback in processes of their own, so that neither the limit of open
 * files nor the descriptors of the measuring process matter. They end with this object or with this
 * process, and reset their connections, which leaves no TIME_WAIT behind.
 */
final class HeldSockets implements AutoCloseable {

  private static final int CONNECTIONS_PER_PROCESS = 8_000;
  private static final int BACKLOG = 512;
  private static final String READY = "ready";

  private final List<Process> processes = new ArrayList<>();
  private int count;

  /**
   * Opens connections; each shows as two sockets.
   *
   * @param sockets both ends counted
   */
  static HeldSockets open(int sockets) throws IOException {
    HeldSockets held = new HeldSockets();
    try {
      for (int left = sockets / 2; left > 0; left -= CONNECTIONS_PER_PROCESS) {
        held.start(Math.min(left, CONNECTIONS_PER_PROCESS));
      }
      return held;
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /** Connections, each with two sockets. */
  int count() {
    return count;
  }

  private void start(int connections) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty("java.class.path"),
                HeldSockets.class.getName(),
                Integer.toString(connections))
            .redirectErrorStream(true)
            .start();
    processes.add(process);
    count += connections;
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String said = output.readLine();
    if (!READY.equals(said)) {
      throw new IOException("%d connections could not be made: %s".formatted(connections, said));
    }
  }

  /** The process that has the sockets: the number of connections is its argument. */
  public static void main(String[] args) {
    int connections = Integer.parseInt(args[0]);
    List<SocketChannel> open = new ArrayList<>();
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      for (int i = 0; i < connections; i++) {
        open.add(lingering(SocketChannel.open(listener.getLocalAddress())));
        open.add(lingering(listener.accept()));
      }
      System.out.println(READY);
      while (System.in.read() != -1) {
        // Until the other process closes its end or dies.
      }
      for (SocketChannel socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      System.out.println(e.getMessage() + "; the limit of open files (ulimit -n) may be too low");
    }
  }

  private static SocketChannel lingering(SocketChannel socket) throws IOException {
    SocketOption<Integer> linger = StandardSocketOptions.SO_LINGER;
    return socket.setOption(linger, 0);
  }

  @Override
  public void close() {
    for (Process process : processes) {
      try {
        process.getOutputStream().close();
        process.waitFor();
      } catch (IOException e) {
        process.destroyForcibly();
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    processes.clear();
  }
}
