package dev.socketfleet.streams.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CurrentAlertsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  private final CurrentAlerts current = new CurrentAlerts();

  private void apply(Alert alert) throws MalformedRecordException {
    current.apply(alert.id().getBytes(UTF_8), AlertCodec.encode(alert));
  }

  @Test
  void keepsTheHighestRevisionWhateverTheOrder() throws MalformedRecordException {
    Alert firing = Alerts.closeWait("a", AlertStatus.FIRING, 2, NOW);
    apply(firing);
    apply(Alerts.closeWait("a", AlertStatus.PENDING, 1, NOW));
    apply(firing);

    assertThat(current.alerts()).containsExactly(firing);
    assertThat(current.alert(firing.id())).contains(firing);
  }

  @Test
  void forgetsAnAlertWithoutValue() throws MalformedRecordException {
    Alert alert = Alerts.closeWait("a", AlertStatus.RESOLVED, 3, NOW);
    apply(alert);
    current.apply(alert.id().getBytes(UTF_8), null);

    assertThat(current.alerts()).isEmpty();
  }

  @Test
  void refusesWhatIsNoAlertAndKeepsTheRest() throws MalformedRecordException {
    Alert alert = Alerts.closeWait("a", AlertStatus.FIRING, 1, NOW);
    apply(alert);
    byte[] key = alert.id().getBytes(UTF_8);

    assertThatThrownBy(() -> current.apply(key, "{".getBytes(UTF_8)))
        .isInstanceOf(MalformedRecordException.class);
    assertThatThrownBy(() -> current.apply(null, AlertCodec.encode(alert)))
        .isInstanceOf(MalformedRecordException.class);
    assertThatThrownBy(() -> current.apply("other".getBytes(UTF_8), AlertCodec.encode(alert)))
        .isInstanceOf(MalformedRecordException.class);
    assertThat(current.alerts()).containsExactly(alert);
  }
}
