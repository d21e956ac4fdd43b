package dev.socketfleet.deploy.drill;

import dev.socketfleet.deploy.SetupException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener on the loopback address and what is held open with it. One thread at a time. */
final class Service implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final List<Closeable> held = new ArrayList<>();
  private final ServerSocketChannel listener;
  private final InetSocketAddress address;

  /** Both ends of a connection; neither is held. */
  record Connection(SocketChannel client, SocketChannel server) {

    /** Closes the client's direction and returns when the server has seen it. */
    void clientFinishes() throws IOException {
      client.shutdownOutput();
      awaitFin();
    }

    /** The same where nothing of the client stays open. */
    void clientCloses() throws IOException {
      client.close();
      awaitFin();
    }

    private void awaitFin() throws IOException {
      if (server.read(ByteBuffer.allocate(1)) != -1) {
        throw new IOException("a connection that nobody writes to had data");
      }
    }
  }

  private Service(ServerSocketChannel listener, InetSocketAddress address) {
    this.listener = listener;
    this.address = address;
  }

  /**
   * Opens the listener.
   *
   * @param port 0 picks a free one
   * @throws SetupException when the port is taken
   */
  static Service listen(int port, int backlog) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
      Service service = new Service(listener, (InetSocketAddress) listener.getLocalAddress());
      service.hold(listener);
      return service;
    } catch (IOException e) {
      listener.close();
      throw new SetupException(
          "--port was '%d' but it cannot be opened: %s. Use 0 to pick a free port."
              .formatted(port, e.getMessage()),
          e);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  int port() {
    return address.getPort();
  }

  /** Connects and accepts. */
  Connection connect() throws IOException {
    SocketChannel client = SocketChannel.open();
    try {
      client.connect(address);
      return new Connection(client, listener.accept());
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  /** Keeps it open until this is closed. */
  void hold(Closeable socket) {
    held.add(socket);
  }

  @Override
  public void close() {
    for (Closeable socket : held) {
      closeQuietly(socket);
    }
    held.clear();
  }

  static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.warn("A drill's socket did not close; it goes with the process", e);
    }
  }
}
