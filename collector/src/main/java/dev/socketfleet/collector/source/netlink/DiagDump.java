package dev.socketfleet.collector.source.netlink;

import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.netlink.DiagReply.Outcome;
import java.io.IOException;
import java.util.List;

/**
 * Reads all sockets of one namespace: request, datagrams until the kernel says that it was all, and
 * again when its tables changed meanwhile. Owned by one thread.
 */
final class DiagDump {

  private static final int ATTEMPTS = 3;

  private final DirectBuffer buffer;
  private final DiagReply reply = new DiagReply();
  private int sequence;

  DiagDump(DirectBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Adds the sockets to the table.
   *
   * @throws IOException when not all could be read; the rows read so far stay, and the socket may
   *     hold the rest of the answer, so it should be closed
   */
  void read(DiagSocket socket, List<DiagRequest> requests, int states, SocketTable into)
      throws IOException {
    for (DiagRequest request : requests) {
      int before = into.size();
      int attempt = 1;
      while (readOnce(socket, request, states, into) == Outcome.INTERRUPTED) {
        if (attempt++ == ATTEMPTS) {
          throw new IOException(
              "the kernel's tables changed during each of %d dumps".formatted(ATTEMPTS));
        }
        into.truncate(before);
      }
    }
  }

  private Outcome readOnce(DiagSocket socket, DiagRequest request, int states, SocketTable into)
      throws IOException {
    sequence++;
    reply.begin();
    socket.send(request, states, sequence);
    Outcome outcome;
    do {
      outcome = reply.decode(buffer.bytes(), socket.receive(), sequence, into);
    } while (outcome == Outcome.MORE);
    return switch (outcome) {
      case MORE, DONE, INTERRUPTED -> outcome;
      case FAILED -> throw new IOException("dump: " + LinuxCalls.describe(reply.errno()));
      case TRUNCATED -> throw new IOException("dump: a message was cut");
    };
  }
}
