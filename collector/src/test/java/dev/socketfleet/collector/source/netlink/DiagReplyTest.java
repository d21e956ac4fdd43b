package dev.socketfleet.collector.source.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.TableText;
import dev.socketfleet.collector.source.netlink.DiagReply.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decodes a dump that was recorded from a real kernel; its origin is in the file's first lines. */
class DiagReplyTest {

  private static final int SEQUENCE = 1;
  private static final int FIRST_ROW_LENGTH_AT = 0;
  private static final int FLAGS_AT = 6;
  private static final int NLM_F_DUMP_INTR = 0x10;

  private final SocketTable table = new SocketTable();
  private final DiagReply reply = new DiagReply();
  private List<byte[]> datagrams = List.of();

  @BeforeEach
  void readRecording() throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("dump.hex"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      datagrams =
          reader
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(HexFormat.of()::parseHex)
              .toList();
    }
    reply.begin();
  }

  @Test
  void decodesEverySocketOfARealDump() {
    assertThat(decodeAll()).isEqualTo(Outcome.DONE);
    assertThat(TableText.rows(table))
        .containsExactlyInAnyOrder(
            "bound 4 127.0.0.1:7001 0.0.0.0:0 q=0/0 uid=0 inode=84539",
            "bound 6 :::7002 :::0 q=0/0 uid=0 inode=84540",
            "listen 4 127.0.0.2:7003 0.0.0.0:0 q=1/5 uid=0 inode=84541",
            "listen 6 :::7004 :::0 q=0/3 uid=0 inode=84542",
            "listen 6 ::1:7005 :::0 q=0/9 uid=0 inode=84543",
            "established 4 127.0.0.1:41182 127.0.0.1:7004 q=0/0 uid=1000 inode=84544",
            "established 6 127.0.0.1:7004 127.0.0.1:41182 q=0/0 uid=1000 inode=84545",
            "fin_wait_2 6 ::1:46034 ::1:7005 q=0/0 uid=0 inode=84546",
            "close_wait 6 ::1:7005 ::1:46034 q=6/0 uid=0 inode=84547",
            "established 4 127.0.0.1:57806 127.0.0.2:7003 q=0/0 uid=0 inode=84548",
            "established 4 127.0.0.2:7003 127.0.0.1:57806 q=0/0 uid=0 inode=84550",
            "established 4 127.0.0.1:57820 127.0.0.2:7003 q=0/0 uid=0 inode=84552",
            "established 4 127.0.0.2:7003 127.0.0.1:57820 q=0/0 uid=0 inode=0",
            "time_wait 4 127.0.0.1:57812 127.0.0.2:7003 q=0/0 uid=-1 inode=0");
  }

  @Test
  void readsTheAttributesBehindEachRow() {
    decodeAll();
    assertThat(table.v6only(rowOf(7004))).isZero();
    assertThat(table.v6only(rowOf(7005))).isEqualTo(1);
    assertThat(table.v6only(rowOf(7003))).isEqualTo(SocketTable.UNKNOWN);
    assertThat(table.cgroupId(rowOf(7005))).isEqualTo(1);
    assertThat(table.cgroupId(rowOf(57812))).isZero();
    assertThat(table.cookie(rowOf(57812))).isEqualTo(0x76);
    assertThat(table.shutdown(rowOf(46034))).isEqualTo(2);
    assertThat(table.shutdown(rowOf(57806))).isZero();
  }

  @Test
  void anErrorInTheLastMessageIsAFailureNotAnEmptySuccess() {
    byte[] done = datagrams.get(datagrams.size() - 1).clone();
    int lastMessage = done.length - 20;
    wrap(done).putInt(lastMessage + 16, -12);

    assertThat(decode(done)).isEqualTo(Outcome.FAILED);
    assertThat(reply.errno()).isEqualTo(12);
  }

  @Test
  void aRefusalIsAFailureWithItsNumber() {
    ByteBuffer refusal = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
    refusal
        .putInt(36)
        .putShort((short) 2)
        .putShort((short) 0)
        .putInt(SEQUENCE)
        .putInt(0)
        .putInt(-2);

    assertThat(decode(refusal.array())).isEqualTo(Outcome.FAILED);
    assertThat(reply.errno()).isEqualTo(2);
  }

  @Test
  void aMessageThatIsCutIsTold() {
    byte[] first = datagrams.get(0);
    for (int length : new int[] {first.length - 4, 100, 50, 15}) {
      byte[] cut = java.util.Arrays.copyOf(first, length);
      assertThat(decode(cut)).as("first %d bytes", length).isEqualTo(Outcome.TRUNCATED);
    }
  }

  @Test
  void aMessageThatClaimsNoLengthEndsTheDatagram() {
    byte[] broken = datagrams.get(0).clone();
    wrap(broken).putInt(FIRST_ROW_LENGTH_AT, 0);
    assertThat(decode(broken)).isEqualTo(Outcome.TRUNCATED);
    wrap(broken).putInt(FIRST_ROW_LENGTH_AT, Integer.MAX_VALUE);
    assertThat(decode(broken)).isEqualTo(Outcome.TRUNCATED);
  }

  @Test
  void tablesThatChangedDuringTheDumpAreTold() {
    wrap(datagrams.get(0)).putShort(FLAGS_AT, (short) (2 | NLM_F_DUMP_INTR));
    assertThat(decodeAll()).isEqualTo(Outcome.INTERRUPTED);
  }

  @Test
  void answersToAnEarlierRequestArePassedOver() {
    byte[] first = datagrams.get(0);
    assertThat(reply.decode(wrap(first), first.length, SEQUENCE + 1, table))
        .isEqualTo(Outcome.MORE);
    assertThat(table.size()).isZero();
  }

  private Outcome decodeAll() {
    Outcome outcome = Outcome.MORE;
    for (byte[] datagram : datagrams) {
      outcome = decode(datagram);
    }
    return outcome;
  }

  private Outcome decode(byte[] datagram) {
    return reply.decode(wrap(datagram), datagram.length, SEQUENCE, table);
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int rowOf(int localPort) {
    for (int row = 0; row < table.size(); row++) {
      if (table.localPort(row) == localPort) {
        return row;
      }
    }
    throw new AssertionError("no row with local port " + localPort);
  }
}
