package dev.socketfleet.collector.source.netlink;

import com.sun.jna.Native;
import java.io.IOException;

/**
 * A netlink socket in the network namespace of the thread that opened it; any thread may use it
 * afterwards. It never waits longer than {@link #TIMEOUT_SECONDS} for the kernel. While it is open
 * its namespace cannot go away.
 */
final class DiagSocket implements AutoCloseable {

  static final int TIMEOUT_SECONDS = 2;

  private static final int CLOSED = -1;

  private final DirectBuffer buffer;
  private int descriptor;

  private DiagSocket(DirectBuffer buffer, int descriptor) {
    this.buffer = buffer;
    this.descriptor = descriptor;
  }

  /**
   * A new socket that reads into this buffer.
   *
   * @throws IOException when the kernel, or what confines this process, has no NETLINK_SOCK_DIAG
   */
  static DiagSocket open(DirectBuffer buffer) throws IOException {
    int descriptor =
        LinuxCalls.socket(
            LinuxCalls.AF_NETLINK,
            LinuxCalls.SOCK_RAW | LinuxCalls.SOCK_CLOEXEC,
            LinuxCalls.NETLINK_SOCK_DIAG);
    if (descriptor < 0) {
      throw new IOException("socket(AF_NETLINK, NETLINK_SOCK_DIAG): " + LinuxCalls.lastError());
    }
    DiagSocket socket = new DiagSocket(buffer, descriptor);
    socket.limitWaiting();
    return socket;
  }

  /** struct timeval: seconds and microseconds, a long each. */
  private void limitWaiting() throws IOException {
    DirectBuffer timeval = DirectBuffer.allocate();
    timeval.bytes().putLong(TIMEOUT_SECONDS).putLong(0);
    int failed =
        LinuxCalls.setsockopt(
            descriptor,
            LinuxCalls.SOL_SOCKET,
            LinuxCalls.SO_RCVTIMEO,
            timeval.address(),
            timeval.bytes().position());
    if (failed != 0) {
      String error = LinuxCalls.lastError();
      close();
      throw new IOException("setsockopt(SO_RCVTIMEO): " + error);
    }
  }

  /** Sends a request to the kernel. */
  void send(DiagRequest request, int states, int sequence) throws IOException {
    int length = request.encode(buffer.bytes(), states, sequence);
    if (LinuxCalls.send(descriptor, buffer.address(), length, 0) != length) {
      throw new IOException("send: " + LinuxCalls.lastError());
    }
  }

  /**
   * Waits for the next datagram and puts it at the buffer's start.
   *
   * @return its length, at most the buffer's
   */
  int receive() throws IOException {
    while (true) {
      long length =
          LinuxCalls.recv(
              descriptor, buffer.address(), DirectBuffer.CAPACITY, LinuxCalls.MSG_TRUNC);
      if (length > DirectBuffer.CAPACITY) {
        throw new IOException(
            "a datagram of %d bytes did not fit the buffer of %d"
                .formatted(length, DirectBuffer.CAPACITY));
      }
      if (length > 0) {
        return (int) length;
      }
      int errno = length == 0 ? LinuxCalls.EAGAIN : Native.getLastError();
      if (errno != LinuxCalls.EINTR) {
        throw new IOException(describe(errno));
      }
    }
  }

  private static String describe(int errno) {
    return errno == LinuxCalls.EAGAIN
        ? "the kernel did not answer within %d s".formatted(TIMEOUT_SECONDS)
        : "recv: " + LinuxCalls.describe(errno);
  }

  @Override
  public void close() {
    if (descriptor != CLOSED) {
      LinuxCalls.close(descriptor);
      descriptor = CLOSED;
    }
  }
}
