package dev.socketfleet.collector.source.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.TableText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Reads files recorded on Linux 6.18, x86_64, together with the dump of DiagReplyTest. */
class ProcTcpFileTest {

  private static final String HEADER = "  sl  local_address rem_address   st tx_queue rx_queue\n";
  private static final String GOOD =
      "   0: 0100007F:1F90 0200007F:1B5B 08 00000007:00000006 00:00000000 00000000  1000 0 42 1\n";

  private final SocketTable table = new SocketTable();
  private final ProcTcpFile file = new ProcTcpFile(ByteOrder.LITTLE_ENDIAN);

  @Test
  void readsEveryIpv4SocketOfARealFile() throws IOException {
    assertThat(readResource("tcp").messages()).isEmpty();
    assertThat(TableText.rows(table))
        .containsExactly(
            "listen 4 127.0.0.2:7003 0.0.0.0:0 q=1/-1 uid=0 inode=84541",
            "established 4 127.0.0.1:57806 127.0.0.2:7003 q=0/0 uid=0 inode=84548",
            "time_wait 4 127.0.0.1:57812 127.0.0.2:7003 q=0/0 uid=-1 inode=0",
            "established 4 127.0.0.1:57820 127.0.0.2:7003 q=0/0 uid=0 inode=84552",
            "established 4 127.0.0.2:7003 127.0.0.1:57806 q=0/0 uid=0 inode=84550",
            "established 4 127.0.0.1:41182 127.0.0.1:7004 q=0/0 uid=1000 inode=84544",
            "established 4 127.0.0.2:7003 127.0.0.1:57820 q=0/0 uid=0 inode=0");
  }

  @Test
  void readsEveryIpv6SocketAndMapsIpv4OutOfIt() throws IOException {
    assertThat(readResource("tcp6").messages()).isEmpty();
    assertThat(TableText.rows(table))
        .containsExactly(
            "listen 6 ::1:7005 :::0 q=0/-1 uid=0 inode=84543",
            "listen 6 :::7004 :::0 q=0/-1 uid=0 inode=84542",
            "close_wait 6 ::1:7005 ::1:46034 q=6/0 uid=0 inode=84547",
            "fin_wait_2 6 ::1:46034 ::1:7005 q=0/0 uid=0 inode=84546",
            "established 6 127.0.0.1:7004 127.0.0.1:41182 q=0/0 uid=1000 inode=84545");
  }

  @Test
  void readsAddressesOfABigEndianMachine() throws IOException {
    String line = HEADER + GOOD.replace("0100007F", "7F000001").replace("0200007F", "7F000002");
    new ProcTcpFile(ByteOrder.BIG_ENDIAN).read(stream(line), "tcp", table);
    assertThat(TableText.rows(table))
        .containsExactly("close_wait 4 127.0.0.1:8080 127.0.0.2:7003 q=6/7 uid=1000 inode=42");
  }

  @Test
  void countsASocketWithABrokenStateAsUnknown() throws IOException {
    ProcTcpFaults faults = read(HEADER + GOOD + GOOD.replace(" 08 ", " 0G "));

    assertThat(table.size()).isEqualTo(2);
    assertThat(TableText.rows(table).get(1)).startsWith("unknown 4 127.0.0.1:8080");
    assertThat(faults.lostSockets()).isZero();
    assertThat(faults.messages())
        .containsExactly(
            "/proc/net/tcp line 3, column st: '0G' is not a hex TCP state."
                + " The socket was counted as unknown.");
  }

  @Test
  void countsAStateThatNoKernelDefinesAsUnknown() throws IOException {
    assertThat(read(HEADER + GOOD.replace(" 08 ", " FE ")).messages()).isEmpty();
    assertThat(TableText.rows(table).get(0)).startsWith("unknown ");
  }

  @Test
  void aLineThatIsNoSocketIsLostAndTheNextOnesAreRead() throws IOException {
    ProcTcpFaults faults =
        read(HEADER + "   0: 0100007F:1F9 00000000:0000 0A\n" + "\u0007garbage\n" + "\n" + GOOD);

    assertThat(table.size()).isEqualTo(1);
    assertThat(faults.lostSockets()).isEqualTo(3);
    assertThat(faults.messages())
        .containsExactly(
            "/proc/net/tcp line 2, column local_address: '0100007F:1F9' is not a hex address and"
                + " port. The socket was not counted.",
            "/proc/net/tcp line 3, column local_address: '' is not a hex address and port."
                + " The socket was not counted.",
            "/proc/net/tcp line 4, column local_address: '' is not a hex address and port."
                + " The socket was not counted.");
  }

  @Test
  void tellsABadRemoteAddressWithoutItsControlCharacters() throws IOException {
    ProcTcpFaults faults = read(HEADER + GOOD.replace("0200007F", "02\u00850007F"));
    assertThat(faults.messages())
        .containsExactly(
            "/proc/net/tcp line 2, column rem_address: '02?0007F:1B5B' is not a hex address and"
                + " port. The socket was not counted.");
  }

  @Test
  void brokenDetailsStayUnknown() throws IOException {
    ProcTcpFaults faults =
        read(HEADER + GOOD.replace("00000007:00000006", "7:6").replace(" 1000 0 42", " -1 0 x"));

    assertThat(TableText.rows(table))
        .containsExactly("close_wait 4 127.0.0.1:8080 127.0.0.2:7003 q=-1/-1 uid=-1 inode=0");
    assertThat(faults.lostSockets()).isZero();
    assertThat(faults.messages())
        .containsExactly(
            "/proc/net/tcp line 2, column tx_queue rx_queue: '7:6' is not two hex numbers."
                + " They stay unknown.",
            "/proc/net/tcp line 2, column uid: '-1' is not a number. It stays unknown.",
            "/proc/net/tcp line 2, column inode: 'x' is not a number. It stays unknown.");
  }

  @Test
  void tellsTheFirstFaultsAndHowManyMore() throws IOException {
    ProcTcpFaults faults = read(HEADER + "x\n".repeat(10));
    assertThat(faults.messages()).hasSize(4).last().isEqualTo("/proc/net/tcp: 7 more like these");
    assertThat(faults.lostSockets()).isEqualTo(10);
  }

  @Test
  void readsLinesAcrossAllBufferEdges() throws IOException {
    ProcTcpFaults faults = file.read(new SlowStream(HEADER + GOOD.repeat(300)), "tcp", table);
    assertThat(faults.messages()).isEmpty();
    assertThat(table.size()).isEqualTo(300);
  }

  @Test
  void readsALineLongerThanTheBufferAndOneWithoutAnEnd() throws IOException {
    String padded = GOOD.strip() + " ".repeat(20_000) + "\n";
    assertThat(read(HEADER + padded + GOOD.stripTrailing()).messages()).isEmpty();
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void anEmptyFileHasNoSockets() throws IOException {
    assertThat(read("").messages()).isEmpty();
    assertThat(read(HEADER).messages()).isEmpty();
    assertThat(table.size()).isZero();
  }

  private ProcTcpFaults read(String text) throws IOException {
    return file.read(stream(text), "/proc/net/tcp", table);
  }

  private ProcTcpFaults readResource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
      return file.read(in, name, table);
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Gives 1 to 97 bytes at a time. */
  private static final class SlowStream extends ByteArrayInputStream {
    private int turn;

    SlowStream(String text) {
      super(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      turn = turn % 97 + 1;
      return super.read(into, offset, Math.min(length, turn));
    }
  }
}
