package dev.socketfleet.deploy.local;

import dev.socketfleet.deploy.SetupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of 127.0.0.1, looked at by binding them for a moment. */
final class LoopbackPort {

  static final String ADDRESS = "127.0.0.1";

  private static final int MAX = 65_535;

  private LoopbackPort() {}

  /**
   * The port itself when it is free, or one the kernel picks when it is 0.
   *
   * @param option what the port was given with, for the message
   * @throws SetupException when it is out of range or another socket has it
   */
  static int require(int port, String option) {
    if (port < 0 || port > MAX) {
      throw new SetupException(
          "%s was '%d' but it must be an integer in 0..%d. Use 0 to pick a free port."
              .formatted(option, port, MAX));
    }
    try {
      return bindOnce(port);
    } catch (IOException e) {
      throw new SetupException(
          "%s was '%d' but %s:%d cannot be opened: %s. Choose another port, or find its owner: ss -ltnp 'sport = :%d'"
              .formatted(option, port, ADDRESS, port, e.getMessage(), port),
          e);
    }
  }

  /** A port nobody listens on now. */
  static int free() {
    try {
      return bindOnce(0);
    } catch (IOException e) {
      throw new UncheckedIOException("No port of " + ADDRESS + " can be opened", e);
    }
  }

  private static int bindOnce(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    }
  }
}
