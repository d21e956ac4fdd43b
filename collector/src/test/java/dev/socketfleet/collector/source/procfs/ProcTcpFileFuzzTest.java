package dev.socketfleet.collector.source.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.socketfleet.collector.source.SocketTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files that no kernel prints: nothing is thrown, nothing hangs, each line is a row at most. */
class ProcTcpFileFuzzTest {

  private static final int ROUNDS = 20_000;
  private static final String HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
  private static final String[] LINES = {
    "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 24001 1 0000000000000000 100 0 0 10 0\n",
    "   1: 0000000000000000FFFF00000100007F:0050 0000000000000000FFFF00000100007F:D431 08 00000001:00000001 00:00000000 00000000     0        0 31337 1 0000000000000000 20 4 30 10 -1\n",
  };

  private final ProcTcpFile file = new ProcTcpFile(ByteOrder.LITTLE_ENDIAN);
  private final SocketTable table = new SocketTable();

  @Test
  void takesWhateverComes() {
    long seed = System.nanoTime();
    System.out.println("ProcTcpFileFuzzTest seed " + seed);
    Random random = new Random(seed);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            read(content(random));
          }
        });
  }

  private void read(byte[] content) throws IOException {
    table.clear();
    ProcTcpFaults faults = file.read(new ByteArrayInputStream(content), "tcp", table);
    long lines = new String(content, StandardCharsets.ISO_8859_1).lines().count();
    assertThat(table.size()).isLessThanOrEqualTo((int) lines);
    assertThat(faults.messages()).hasSizeLessThan(100);
  }

  /** Good lines with bytes changed, cut, doubled or left out; at times nothing but noise. */
  private static byte[] content(Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HEADER.getBytes(StandardCharsets.US_ASCII));
    int lines = random.nextInt(20);
    for (int i = 0; i < lines; i++) {
      byte[] line = LINES[random.nextInt(LINES.length)].getBytes(StandardCharsets.US_ASCII);
      int changes = random.nextInt(4);
      for (int change = 0; change < changes; change++) {
        line[random.nextInt(line.length)] = (byte) random.nextInt();
      }
      out.write(line, 0, random.nextInt(5) == 0 ? random.nextInt(line.length) : line.length);
    }
    if (random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(20_000)];
      random.nextBytes(noise);
      out.writeBytes(noise);
    }
    return out.toByteArray();
  }
}
