package dev.socketfleet.streams.alert;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.streams.alert.ScriptedHost.listening;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** State that an older program wrote is read by this one. */
class StoredAlertsTest {

  /**
   * Of the first version: server port 443 at 300 CLOSE_WAIT for a minute, its alert firing; server
   * port 8080 at 7.
   */
  private static byte[] first() throws IOException {
    try (InputStream in = StoredAlertsTest.class.getResourceAsStream("/alerts-v1.bin")) {
      return Objects.requireNonNull(in, "alerts-v1.bin").readAllBytes();
    }
  }

  @Test
  void theFirstVersionGoesOnWhereItWas() throws IOException {
    ScriptedHost host = ScriptedHost.withDefaults(10);
    BinaryReader in = new BinaryReader(first());
    host.alerts = HostAlerts.decode(in);
    host.at = ScriptedHost.START + 660_000;

    assertThat(in.remaining()).isZero();
    assertThat(host.alerts.current())
        .singleElement()
        .satisfies(it -> assertThat(it.ruleId()).isEqualTo("close-wait-high"));
    host.restartsAtEachStep = true;
    host.snapshots(Duration.ofMinutes(1), listening(443, 0, 128, CLOSE_WAIT, 300));
    host.snapshots(Duration.ofMinutes(1), listening(443, 0, 128, CLOSE_WAIT, 3));
    assertThat(host.alerts.active()).isFalse();
    assertThat(host.transitions).isNotEmpty();
  }

  @Test
  void aVersionThatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> HostAlerts.decode(new BinaryReader(new byte[] {9})))
        .isInstanceOf(BinaryFormatException.class)
        .hasMessage("alert state has version 9 but this reads 1 and 2");
  }
}
