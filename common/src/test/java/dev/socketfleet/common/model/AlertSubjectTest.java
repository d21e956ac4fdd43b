package dev.socketfleet.common.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertSubjectTest {

  private static String sha256(String lines) throws NoSuchAlgorithmException {
    StringBuilder hex = new StringBuilder();
    for (byte b : MessageDigest.getInstance("SHA-256").digest(lines.getBytes(UTF_8))) {
      hex.append("%02x".formatted(b));
    }
    return hex.substring(0, 32);
  }

  @Test
  void hashesTheLinesOfAStateOfAnEndpoint() throws NoSuchAlgorithmException {
    AlertSubject subject =
        AlertSubject.of("web-17", "host", new Endpoint(Role.SERVER, 8080), SocketState.CLOSE_WAIT);
    assertThat(subject.alertId("close_wait"))
        .isEqualTo(
            sha256(
                """
                netns=host
                port=8080
                role=server
                rule=close_wait
                scope=host:web-17
                state=close_wait
                """));
  }

  /** Computed with {@code printf 'netns=host\n...' | sha256sum | cut -c-32}. */
  @Test
  void isTheSameWhoeverComputesIt() {
    AlertSubject subject =
        AlertSubject.of("web-17", "host", new Endpoint(Role.SERVER, 8080), SocketState.CLOSE_WAIT);
    assertThat(subject.alertId("close_wait")).isEqualTo("2a7d4a5982e07fd3b50d990a22f94e90");
    assertThat(AlertSubject.of("web-18").alertId("host_silent"))
        .isEqualTo("338507bac32f206e085eda22953ac324");
  }

  @Test
  void hashesOnlyWhatApplies() throws NoSuchAlgorithmException {
    assertThat(AlertSubject.of("web-17").alertId("host_silent"))
        .isEqualTo(sha256("rule=host_silent\nscope=host:web-17\n"));
    AlertSubject peer =
        new AlertSubject(
            "label:dc=eu1",
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Endpoint(Role.CLIENT, 5432)),
            Optional.of(SocketState.SYN_SENT),
            Optional.of("10.0.0.9"));
    assertThat(peer.alertId("syn_sent"))
        .isEqualTo(
            sha256(
                """
                peer=10.0.0.9
                port=5432
                role=client
                rule=syn_sent
                scope=label:dc=eu1
                state=syn_sent
                """));
  }

  @Test
  void differsByEveryPart() {
    Endpoint web = new Endpoint(Role.SERVER, 443);
    assertThat(
            Stream.of(
                    AlertSubject.of("a", "host", web, SocketState.CLOSE_WAIT),
                    AlertSubject.of("b", "host", web, SocketState.CLOSE_WAIT),
                    AlertSubject.of("a", "c1", web, SocketState.CLOSE_WAIT),
                    AlertSubject.of(
                        "a", "host", new Endpoint(Role.CLIENT, 443), SocketState.CLOSE_WAIT),
                    AlertSubject.of(
                        "a", "host", new Endpoint(Role.SERVER, 80), SocketState.CLOSE_WAIT),
                    AlertSubject.of("a", "host", web, SocketState.SYN_RECEIVED),
                    AlertSubject.of("a"))
                .map(subject -> subject.alertId("r")))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[0-9a-f]{32}"));
  }
}
