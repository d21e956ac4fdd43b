package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that forgets to close: its clients have closed, its own ends stay in CLOSE_WAIT. The
 * clients' ends show as FIN_WAIT_2 for as long as {@code tcp_fin_timeout} says, a minute by
 * default.
 */
public final class CloseWaitDrill implements Drill {

  private static final Logger LOG = LoggerFactory.getLogger(CloseWaitDrill.class);

  private final int count;
  private final int port;
  private final List<Closeable> open = new ArrayList<>();

  /**
   * @param count connections, 1 or more
   * @param port of the loopback address, 0 picks a free one
   */
  public CloseWaitDrill(int count, int port) {
    this.count = count;
    this.port = port;
  }

  @Override
  public synchronized DrillSockets open() {
    try {
      ServerSocket listener = listen();
      for (int i = 0; i < count; i++) {
        abandon(listener);
      }
      return new DrillSockets(
          SocketState.CLOSE_WAIT,
          count,
          listener.getLocalPort(),
          ProcessHandle.current().pid(),
          "");
    } catch (IOException e) {
      int made = open.size();
      close();
      throw new CommandFailedException(
          "Only %d of %d connections could be made: %s. Ask for fewer with --count, or raise the limit of open files (ulimit -n)."
              .formatted(made, count, e.getMessage()),
          e);
    }
  }

  @Override
  public synchronized void close() {
    for (Closeable socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.warn("A drill's socket did not close; it goes with the process", e);
      }
    }
    open.clear();
  }

  private ServerSocket listen() throws IOException {
    ServerSocket listener = new ServerSocket();
    open.add(listener);
    try {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return listener;
    } catch (IOException e) {
      close();
      throw new SetupException(
          "--port was '%d' but it cannot be opened: %s. Use 0 to pick a free port."
              .formatted(port, e.getMessage()),
          e);
    }
  }

  /** The accepted end has the peer's FIN when read says so, and is then left alone. */
  private void abandon(ServerSocket listener) throws IOException {
    try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      Socket accepted = listener.accept();
      open.add(accepted);
      client.shutdownOutput();
      if (accepted.getInputStream().read() != -1) {
        throw new IOException("a connection that nobody writes to had data");
      }
    }
  }
}
