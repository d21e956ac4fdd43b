package dev.socketfleet.collector.source.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.socketfleet.collector.source.SocketTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Datagrams that no kernel sends: nothing is thrown, nothing hangs, rows stay within the bytes. */
class DiagReplyFuzzTest {

  private static final int ROUNDS = 200_000;
  private static final int SEQUENCE = 7;
  private static final int ROW_MESSAGE = 16 + 72;

  private final DiagReply reply = new DiagReply();
  private final SocketTable table = new SocketTable();
  private final ByteBuffer buffer =
      ByteBuffer.allocate(DirectBuffer.CAPACITY).order(ByteOrder.nativeOrder());

  @Test
  void takesWhateverComes() {
    long seed = System.nanoTime();
    System.out.println("DiagReplyFuzzTest seed " + seed);
    Random random = new Random(seed);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            decode(random);
          }
        });
  }

  private void decode(Random random) {
    int length = random.nextInt(random.nextInt(8) == 0 ? DirectBuffer.CAPACITY : 600);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    buffer.clear();
    buffer.put(0, bytes);
    messages(length, random);
    table.clear();
    reply.begin();
    DiagReply.Outcome outcome = reply.decode(buffer, length, SEQUENCE, table);
    assertThat(outcome).isNotNull();
    assertThat(table.size()).isLessThanOrEqualTo(length / ROW_MESSAGE);
  }

  /** Most datagrams look like an answer up to some point. */
  private void messages(int length, Random random) {
    int at = 0;
    while (at + 16 <= length && random.nextInt(10) > 0) {
      int size = random.nextInt(6) == 0 ? random.nextInt() : 16 + random.nextInt(200);
      buffer.putInt(at, size);
      buffer.putShort(at + 4, type(random));
      buffer.putInt(at + 8, SEQUENCE);
      if (size < 16 || at > length - size) {
        return;
      }
      at += (size + 3) & ~3;
    }
  }

  private static short type(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> 2;
      case 1 -> 3;
      case 2 -> (short) random.nextInt();
      case 3 -> DiagRequest.TCPDIAG_GETSOCK;
      default -> DiagRequest.SOCK_DIAG_BY_FAMILY;
    };
  }
}
