package dev.socketfleet.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.deploy.notify.HttpReceiver;
import dev.socketfleet.deploy.notify.RealAlertmanager;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances tell a real Alertmanager and a webhook; one of the instances is killed. */
@Tag("fault")
@Timeout(300)
class AlertmanagerFaultIT {

  /** Longer than Alertmanager waits for news of an alert before it takes it for resolved. */
  private static final Duration LONGER_THAN_SILENCE = Duration.ofSeconds(45);

  @TempDir private Path folder;

  @Test
  void theSurvivorGoesOnAndNothingResolvesThatFires() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0);
        HttpReceiver pager = new HttpReceiver();
        HttpReceiver webhook = new HttpReceiver();
        RealAlertmanager alertmanager = new RealAlertmanager(folder, pager.url())) {
      pager.up();
      webhook.up();
      alertmanager.start();
      broker.start(Outcome.SOON);
      String servers = broker.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
      }
      List<String> settings =
          List.of(
              "notify.alertmanager.urls=" + alertmanager.url(),
              "notify.alertmanager.resend.interval=2s",
              "notify.webhook.urls=" + webhook.url(),
              "notify.retry.max=1s");
      Outcome outcome = new Outcome(servers);
      try (Instances two = new Instances(folder, servers, settings);
          Feed feed = new Feed(servers)) {
        two.start("a");
        two.start("b");
        outcome.awaitLeak(feed);
        await()
            .atMost(Outcome.SOON)
            .untilAsserted(() -> assertThat(alertmanager.activeHosts()).isEqualTo(Feed.LEAKING));

        two.kill("a");
        Instant killed = Instant.now();
        while (Instant.now().isBefore(killed.plus(LONGER_THAN_SILENCE))) {
          assertThat(alertmanager.activeHosts()).containsAll(Feed.LEAKING);
          TimeUnit.MILLISECONDS.sleep(250);
        }
        assertThat(RealAlertmanager.notified(pager))
            .noneMatch(it -> Feed.LEAKING.stream().map("resolved "::concat).anyMatch(it::equals));

        alertmanager.kill();
        alertmanager.start();
        await()
            .atMost(Outcome.SOON)
            .untilAsserted(() -> assertThat(alertmanager.activeHosts()).isEqualTo(Feed.LEAKING));

        feed.leak(false);
        await()
            .atMost(Outcome.SOON)
            .untilAsserted(() -> assertThat(alertmanager.activeHosts()).isEmpty());
        await()
            .atMost(Outcome.SOON)
            .untilAsserted(
                () ->
                    assertThat(webhook.transitions())
                        .containsAll(
                            outcome.transitions().stream()
                                .filter(it -> !it.path("status").asText().equals("pending"))
                                .map(it -> it.path("transition").asText())
                                .toList()));
      }
    }
  }
}
