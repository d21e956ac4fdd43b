package dev.socketfleet.streams.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.streams.StreamsConfig;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotifyKeysTest {

  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");

  private static StreamsConfig load(Map<String, String> settings) {
    return StreamsConfig.load(Optional.empty(), Map.of(), settings);
  }

  @Test
  void tellsNobodyUnlessToldTo() {
    NotifySettings settings = load(Map.of()).outputs();
    assertThat(settings.alertmanagers().urls()).isEmpty();
    assertThat(settings.webhooks().urls()).isEmpty();
    assertThat(settings.externalUrl()).isEmpty();
  }

  @Test
  void takesSeveralReceivers() {
    NotifySettings settings =
        load(Map.of(
                "notify.alertmanager.urls", "http://am-1:9093/, https://am-2/path",
                "notify.webhook.statuses", "resolved",
                "notify.webhook.severities", "critical, warning"))
            .outputs();
    assertThat(settings.alertmanagers().urls())
        .containsExactly(URI.create("http://am-1:9093"), URI.create("https://am-2/path"));
    assertThat(settings.webhooks().selection())
        .isEqualTo(
            new NotifySettings.Selection(
                Set.of(AlertStatus.RESOLVED), Set.of(Severity.WARNING, Severity.CRITICAL)));
  }

  @Test
  void neverShowsTheUrlOfAWebhook() {
    Map<String, String> good = Map.of("notify.webhook.urls", "https://hooks.example/T0KEN");
    assertThat(load(good).effective())
        .contains("notify.webhook.urls = [hidden]")
        .doesNotContain("T0KEN");
    assertThatThrownBy(() -> load(Map.of("notify.webhook.urls", "hooks.example/T0KEN")))
        .hasMessage(
            "notify.webhook.urls was [hidden] but it must be http or https URLs separated by"
                + " commas, without credentials (command line).");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(
            () ->
                load(
                    Map.of(
                        "notify.alertmanager.urls", "http://user:secret@am:9093",
                        "notify.alertmanager.severities", "warn",
                        "notify.webhook.statuses", "")))
        .hasMessageContaining(
            "notify.alertmanager.severities was 'warn' but it must be some of info, warning,"
                + " critical, separated by commas")
        .hasMessageContaining(
            "notify.webhook.statuses was '' but it must be some of pending, firing, resolved")
        .hasMessageContaining(
            "must be http or https URLs separated by commas, without credentials");
    assertThatThrownBy(() -> load(Map.of("notify.webhook.secret.file", "/no/such/file")))
        .hasMessage(
            "notify.webhook.secret.file was '/no/such/file' but it must be a file that this"
                + " process can read.");
  }

  @Test
  void whoHearsOfNoPendingAlertHearsOfNoneThatWasNotConfirmed() {
    SampleAlerts web = SampleAlerts.WEB;
    NotifySettings.Selection standard = load(Map.of()).outputs().webhooks().selection();
    assertThat(standard.wants(web.pending(1, NOW))).isFalse();
    assertThat(standard.wants(web.firing(2, NOW))).isTrue();
    assertThat(standard.wants(web.resolved(3, NOW, ResolveReason.CLEARED))).isTrue();
    assertThat(standard.wants(web.resolved(3, NOW, ResolveReason.NOT_CONFIRMED))).isFalse();
    NotifySettings.Selection all =
        new NotifySettings.Selection(Set.of(AlertStatus.values()), Set.of(Severity.WARNING));
    assertThat(all.wants(web.resolved(3, NOW, ResolveReason.NOT_CONFIRMED))).isTrue();
    assertThat(
            new NotifySettings.Selection(Set.of(AlertStatus.values()), Set.of(Severity.CRITICAL))
                .wants(web.firing(2, NOW)))
        .isFalse();
  }
}
