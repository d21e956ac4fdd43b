package dev.socketfleet.collector.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes sockets in every TCP state inside the network namespace that it is started in, which must
 * be a fresh one with its loopback up: it loads packet filter rules. Prints {@code ready} and holds
 * the sockets until its standard input ends. Needs root and {@code nft}.
 */
public final class SocketStatesProgram {

  /** Takes connections over both families. */
  static final int DUAL_STACK = 7100;

  /** Its SYN segments vanish. */
  static final int UNREACHABLE = 7101;

  /** Its SYN+ACK segments vanish. */
  static final int UNANSWERED = 7102;

  /** FIN segments towards it vanish. */
  static final int DEAF_TO_FIN = 7103;

  /** FIN segments from it vanish. */
  static final int MUTE_FIN = 7104;

  /** An IPv4 socket. */
  static final int IPV4_ONLY = 7105;

  /** Two sockets listen here. */
  static final int SHARED = 7106;

  /** Its accept queue is full: backlog {@link #BACKLOG}, and nobody accepts. */
  static final int FULL = 7107;

  /** One socket that is connected to itself. */
  static final int ITSELF = 7108;

  /** Its listener has closed, its connections stay. */
  static final int CLOSED_LISTENER = 7109;

  /** The limit of the full accept queue; Linux takes one more. */
  static final int BACKLOG = 3;

  private static final String RULES =
      """
      table inet states {
        chain incoming {
          type filter hook input priority 0;
          tcp dport %d tcp flags & (syn|ack) == syn drop
          tcp sport %d tcp flags & (syn|ack) == (syn|ack) drop
          tcp dport %d tcp flags & fin == fin drop
          tcp sport %d tcp flags & fin == fin drop
        }
      }
      """
          .formatted(UNREACHABLE, UNANSWERED, DEAF_TO_FIN, MUTE_FIN);

  private static final InetAddress V4 = address(127, 0, 0, 1);
  private static final InetAddress V6 = address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

  private final List<Channel> held = new ArrayList<>();

  private record Pair(SocketChannel client, SocketChannel server) {}

  private SocketStatesProgram() {}

  /** Makes the sockets and waits. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    run(RULES, "nft", "-f", "-");
    Files.writeString(Path.of("/proc/sys/net/ipv4/tcp_synack_retries"), "8");
    SocketStatesProgram program = new SocketStatesProgram();
    program.makeSockets();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Whoever started this closes the stream when done.
    }
    for (Channel channel : program.held) {
      channel.close();
    }
  }

  private void makeSockets() throws IOException {
    ServerSocketChannel dual = listen(DUAL_STACK, 50);
    for (int i = 0; i < 5; i++) {
      connect(dual, V4);
    }
    for (int i = 0; i < 2; i++) {
      connect(dual, V6);
    }
    listenersOnly();
    halfOpen();
    halfClosed(dual);
    bound();
    withoutListener();
    orphan(dual);
    timeWait(dual);
  }

  private void listenersOnly() throws IOException {
    ServerSocketChannel v4 = hold(ServerSocketChannel.open(StandardProtocolFamily.INET));
    v4.bind(new InetSocketAddress(V4, IPV4_ONLY), 10);
    for (int i = 0; i < 2; i++) {
      ServerSocketChannel shared = hold(ServerSocketChannel.open());
      shared.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      shared.bind(new InetSocketAddress(SHARED), 20 + i);
    }
    listen(FULL, BACKLOG);
    for (int i = 0; i < BACKLOG + 1; i++) {
      hold(SocketChannel.open(new InetSocketAddress(V4, FULL)));
    }
  }

  /** 9 SYN_SENT; 4 SYN_RECEIVED with their 4 SYN_SENT. */
  private void halfOpen() throws IOException {
    listen(UNANSWERED, 50);
    for (int i = 0; i < 9; i++) {
      startConnecting(UNREACHABLE);
    }
    for (int i = 0; i < 4; i++) {
      startConnecting(UNANSWERED);
    }
  }

  private void startConnecting(int port) throws IOException {
    SocketChannel channel = hold(SocketChannel.open());
    channel.configureBlocking(false);
    channel.connect(new InetSocketAddress(V4, port));
  }

  private void halfClosed(ServerSocketChannel dual) throws IOException {
    for (int i = 0; i < 6; i++) {
      connect(dual, V4).client().shutdownOutput();
    }
    ServerSocketChannel deaf = listen(DEAF_TO_FIN, 50);
    for (int i = 0; i < 3; i++) {
      connect(deaf, V4).client().shutdownOutput();
    }
    for (int i = 0; i < 2; i++) {
      Pair closing = connect(deaf, V4);
      closing.client().shutdownOutput();
      closing.server().shutdownOutput();
    }
    ServerSocketChannel mute = listen(MUTE_FIN, 50);
    for (int i = 0; i < 7; i++) {
      Pair lastAck = connect(mute, V4);
      lastAck.client().shutdownOutput();
      awaitEnd(lastAck.server());
      lastAck.server().shutdownOutput();
    }
  }

  private void bound() throws IOException {
    hold(SocketChannel.open()).bind(new InetSocketAddress(V4, 0));
    hold(SocketChannel.open(StandardProtocolFamily.INET)).bind(new InetSocketAddress(V4, 0));
  }

  private void withoutListener() throws IOException {
    SocketChannel itself = hold(SocketChannel.open(StandardProtocolFamily.INET));
    InetSocketAddress own = new InetSocketAddress(V4, ITSELF);
    itself.bind(own).connect(own);
    try (ServerSocketChannel closing = listen(CLOSED_LISTENER, 50)) {
      for (int i = 0; i < 2; i++) {
        connect(closing, V4);
      }
    }
  }

  /** A FIN_WAIT_2 that no process holds; the kernel forgets it after a minute. */
  private void orphan(ServerSocketChannel dual) throws IOException {
    Pair pair = connect(dual, V4);
    pair.client().close();
    awaitEnd(pair.server());
  }

  /** Last, for the kernel forgets them after a minute. */
  private void timeWait(ServerSocketChannel dual) throws IOException {
    for (int i = 0; i < 11; i++) {
      Pair pair = connect(dual, V4);
      pair.client().close();
      awaitEnd(pair.server());
      pair.server().close();
    }
  }

  private ServerSocketChannel listen(int port, int backlog) throws IOException {
    return hold(ServerSocketChannel.open()).bind(new InetSocketAddress(port), backlog);
  }

  private Pair connect(ServerSocketChannel server, InetAddress address) throws IOException {
    int port = server.socket().getLocalPort();
    SocketChannel client = hold(SocketChannel.open(new InetSocketAddress(address, port)));
    return new Pair(client, hold(server.accept()));
  }

  private static void awaitEnd(SocketChannel channel) throws IOException {
    if (channel.read(ByteBuffer.allocate(1)) >= 0) {
      throw new IOException("the peer sent data but it should only have closed");
    }
  }

  private <T extends Channel> T hold(T channel) {
    held.add(channel);
    return channel;
  }

  private static InetAddress address(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void run(String input, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }
}
