package dev.socketfleet.deploy.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.notify.Notifiers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class AlertmanagerIT {

  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private Path folder;

  private HttpReceiver pager;
  private RealAlertmanager alertmanager;
  private AlertTopics topics;

  @BeforeEach
  void start() throws IOException {
    pager = new HttpReceiver();
    pager.up();
    alertmanager = new RealAlertmanager(folder, pager.url());
    alertmanager.start();
    topics = new AlertTopics(folder);
  }

  @AfterEach
  void stop() {
    pager.close();
    if (alertmanager != null) {
      alertmanager.close();
    }
    if (topics != null) {
      topics.close();
    }
  }

  private Notifiers notifiers() {
    StreamsConfig config =
        StreamsConfig.load(
            Optional.empty(),
            Map.of(),
            Map.of(
                "notify.alertmanager.urls", alertmanager.url(),
                "notify.alertmanager.resend.interval", "1s",
                "notify.retry.max", "1s",
                "notify.external.url", "https://sf.example"));
    return new Notifiers(
        config.outputs(),
        topics.client(),
        topics.topics(),
        config.applicationId(),
        new SimpleMeterRegistry(),
        Clock.systemUTC());
  }

  private static Alert firing(String host) {
    return AlertTopics.alert(host, AlertStatus.FIRING, 2, Instant.now());
  }

  private static Alert resolved(String host) {
    return AlertTopics.alert(host, AlertStatus.RESOLVED, 3, Instant.now());
  }

  private void awaitActive(String... hosts) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(alertmanager.activeHosts()).containsExactly(hosts));
  }

  @Test
  void receivesHoldsAndResolves() throws Exception {
    try (Notifiers running = notifiers()) {
      running.start();
      topics.publish(
          AlertTopics.alert("w0", AlertStatus.PENDING, 1, Instant.now()),
          firing("w1"),
          firing("w2"));
      awaitActive("w1", "w2");
      JsonNode first = alertmanager.active().get(0);
      assertThat(first.at("/labels/alertname").asText()).isEqualTo("close-wait-high");
      assertThat(first.at("/labels/label_dc").asText()).isEqualTo("eu1");
      assertThat(first.at("/annotations/checks").asText()).isEqualTo("ss -tanp state close-wait");
      assertThat(first.path("generatorURL").asText()).startsWith("https://sf.example/#/alerts/");

      // It is held by being sent again: the end that was told moves on.
      Instant end = Instant.parse(first.path("endsAt").asText());
      await()
          .atMost(SOON)
          .until(
              () ->
                  Instant.parse(alertmanager.active().get(0).path("endsAt").asText())
                      .isAfter(end.plusSeconds(3)));

      topics.publish(resolved("w1"));
      awaitActive("w2");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(RealAlertmanager.notified(pager))
                      .contains("firing w1", "firing w2", "resolved w1")
                      .doesNotContain("resolved w2"));
      assertThat(RealAlertmanager.notified(pager)).noneMatch(it -> it.endsWith("w0"));
    }
  }

  @Test
  void aKilledAlertmanagerKnowsAllAgainWhenItComesBack() throws Exception {
    try (Notifiers running = notifiers()) {
      running.start();
      topics.publish(firing("w1"), firing("w2"));
      awaitActive("w1", "w2");
      alertmanager.kill();
      topics.publish(resolved("w1"), firing("w3"));
      alertmanager.start();
      awaitActive("w2", "w3");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(RealAlertmanager.notified(pager))
                      .contains("firing w3")
                      .doesNotContain("resolved w2", "resolved w3"));
    }
  }

  @Test
  void whatChangedWhileNobodyRanIsToldAtTheStart() throws Exception {
    try (Notifiers before = notifiers()) {
      before.start();
      topics.publish(firing("w1"), firing("w2"));
      awaitActive("w1", "w2");
    }
    Instant stopped = Instant.now();
    topics.publish(resolved("w1"), firing("w3"));
    try (Notifiers after = notifiers()) {
      after.start();
      awaitActive("w2", "w3");
      await().atMost(SOON).until(() -> RealAlertmanager.notified(pager).contains("resolved w1"));
      // Told, and not only timed out for want of news.
      assertThat(Duration.between(stopped, Instant.now())).isLessThan(Duration.ofSeconds(28));
    }
    assertThat(RealAlertmanager.notified(pager)).doesNotContain("resolved w2", "resolved w3");
  }
}
