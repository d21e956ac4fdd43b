package dev.socketfleet.deploy.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** Clients that send their SYN and wait for no answer. */
final class Connecting {

  private Connecting() {}

  /** A client in SYN_SENT, or connected if the answer was quick. */
  static SocketChannel to(InetSocketAddress service) throws IOException {
    return started(SocketChannel.open(), service);
  }

  /**
   * A SYN whose sender is gone: the kernel forgets a socket that is closed in SYN_SENT and tells
   * nobody.
   *
   * @param number of the sender, 0 or more; the first twelve million have addresses of their own in
   *     127.0.0.0/8
   */
  static void abandoned(int number, InetSocketAddress service) throws IOException {
    byte[] sender = {
      127,
      (byte) (1 + number / 62_500 % 199),
      (byte) (number / 250 % 250),
      (byte) (1 + number % 250)
    };
    InetSocketAddress from = new InetSocketAddress(InetAddress.getByAddress(sender), 0);
    started(SocketChannel.open().bind(from), service).close();
  }

  private static SocketChannel started(SocketChannel client, InetSocketAddress service)
      throws IOException {
    try {
      client.configureBlocking(false);
      client.connect(service);
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }
}
