package dev.socketfleet.collector.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.socketfleet.collector.source.SourceUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that nobody planned: every format reads them to their end and throws nothing. */
class TextFuzzTest {

  private static final int ROUNDS = 100;
  private static final int MOST_PIECES = 400;

  private static final List<String> PIECES =
      List.of(
          "tcp",
          "tcp6",
          "TCP",
          "udp",
          "0",
          "128",
          "4294967296",
          "10.0.0.5:22",
          "*.*",
          "*.22",
          "[::]:443",
          "::1.25",
          "fe80::1%eth0:1",
          ":::",
          "[",
          "]",
          "%",
          "LISTEN",
          "ESTAB",
          "CLOSE_WAIT",
          "(state)",
          "Proto",
          "Recv-Q",
          "Send-Q",
          "State",
          "Local",
          "Address:Port",
          "users:((\"x\",pid=1,fd=2))",
          "users:((\"",
          "{\"LocalPort\":",
          "[{",
          "}",
          "\"State\": 5,",
          "1/2/3",
          "TCP: IPv6",
          "-----",
          "USER",
          "COMMAND",
          "FD",
          "0: 0100007F:0016",
          "00000000:0000 0A",
          "local_address",
          "\u001b[31m",
          "\u00a0",
          "\u0000",
          " ",
          "\t",
          "\n",
          "\r\n",
          "\r",
          "\n\n",
          "\ufffd",
          "ABHÖREN");

  static List<String> formats() {
    return TextFormats.names();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyFormatSurvivesNoise(String format) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = noise(random);
            try {
              ReadText read = ReadText.of(noise, format);
              assertThat(read.table().size()).isLessThanOrEqualTo(noise.length);
              assertThat(read.notes()).hasSizeLessThan(30);
            } catch (SourceUnavailableException e) {
              assertThat(e).hasMessageContaining("standard input");
            } catch (RuntimeException | Error e) {
              throw new AssertionError("seed " + seed + " round " + round, e);
            }
          }
        });
  }

  private static byte[] noise(Random random) {
    if (random.nextInt(4) == 0) {
      byte[] bytes = new byte[random.nextInt(4_000)];
      random.nextBytes(bytes);
      return bytes;
    }
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(MOST_PIECES);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      text.append(random.nextInt(3) == 0 ? "\n" : " ");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
