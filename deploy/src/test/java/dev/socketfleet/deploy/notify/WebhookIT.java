package dev.socketfleet.deploy.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.notify.Notifiers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class WebhookIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int MAX_HELD = 12 * 100;

  private final Instant now = Instant.now();
  private final List<Notifiers> running = new ArrayList<>();
  private AlertTopics topics;
  private HttpReceiver receiver;
  private int hosts;

  @BeforeAll
  void startTheBroker(@TempDir Path folder) {
    topics = new AlertTopics(folder);
  }

  @AfterAll
  void stopTheBroker() {
    topics.close();
  }

  @BeforeEach
  void makeReceiver(TestInfo test) throws IOException {
    topics.startAnew(test.getTestMethod().orElseThrow().getName());
    receiver = new HttpReceiver();
  }

  @AfterEach
  void stop() {
    running.forEach(Notifiers::close);
    running.clear();
    receiver.close();
  }

  /** An instance; its meters. */
  private SimpleMeterRegistry start(String urls, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("notify.webhook.urls", urls);
    settings.putIfAbsent("notify.retry.max", "1s");
    StreamsConfig config = StreamsConfig.load(Optional.empty(), Map.of(), settings);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Notifiers notifiers =
        new Notifiers(
            config.outputs(),
            topics.client(),
            topics.topics(),
            config.applicationId(),
            registry,
            Clock.systemUTC());
    running.add(notifiers);
    notifiers.start();
    return registry;
  }

  private SimpleMeterRegistry start() {
    return start(receiver.url(), Map.of());
  }

  private static double count(SimpleMeterRegistry registry, String outcome) {
    return registry.get("socketfleet.notifications").tag("outcome", outcome).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static double gauge(SimpleMeterRegistry registry, String name) {
    return registry.get("socketfleet.notifications." + name).gauges().stream()
        .mapToDouble(gauge -> gauge.value())
        .sum();
  }

  /** Alerts of that many hosts that no test had before, each with its two transitions. */
  private List<Alert> incidents(int number) {
    List<Alert> transitions = new ArrayList<>();
    for (AlertStatus status : List.of(AlertStatus.FIRING, AlertStatus.RESOLVED)) {
      for (int host = hosts; host < hosts + number; host++) {
        transitions.add(
            AlertTopics.alert("h" + host, status, status == AlertStatus.FIRING ? 1 : 2, now));
      }
    }
    hosts += number;
    return transitions;
  }

  private List<String> received(List<Alert> of) {
    List<String> wanted = of.stream().map(Alert::transition).toList();
    return receiver.accepted().stream()
        .map(HttpReceiver.Request::transition)
        .filter(wanted::contains)
        .toList();
  }

  private void awaitAll(List<Alert> transitions) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(received(transitions).stream().distinct()).hasSize(transitions.size()));
  }

  /** The first time that each arrived is in the order of its alert. */
  private void assertOrder(List<Alert> transitions) {
    List<String> first = received(transitions).stream().distinct().toList();
    Map<String, Long> revisions = new HashMap<>();
    for (String transition : first) {
      int dash = transition.lastIndexOf('-');
      long revision = Long.parseLong(transition.substring(dash + 1));
      Long before = revisions.put(transition.substring(0, dash), revision);
      assertThat(before == null || before < revision).as(transition).isTrue();
    }
  }

  @Test
  void sendsTheBytesOfTheTopicSigned(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
    Path token = Files.writeString(folder.resolve("token"), "Bearer t0ken\n");
    receiver.up();
    start(
        receiver.url(),
        Map.of(
            "notify.webhook.secret.file", secret.toString(),
            "notify.webhook.authorization.file", token.toString()));
    List<Alert> transitions = incidents(1);
    topics.publishBytes(
        topics.topics().alertEvents(), "x", "no alert".getBytes(StandardCharsets.UTF_8));
    topics.publishEvents(transitions);
    awaitAll(transitions);

    HttpReceiver.Request firing =
        receiver.accepted().stream()
            .filter(it -> it.transition().equals(transitions.get(0).transition()))
            .findFirst()
            .orElseThrow();
    assertThat(firing.body()).isEqualTo(AlertCodec.encode(transitions.get(0)));
    assertThat(firing.header("Content-Type")).isEqualTo("application/json");
    assertThat(firing.header("Authorization")).isEqualTo("Bearer t0ken");
    String timestamp = firing.header("Socketfleet-Timestamp");
    assertThat(Instant.ofEpochSecond(Long.parseLong(timestamp)))
        .isBetween(now.minusSeconds(60), Instant.now());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
    assertThat(firing.header("Socketfleet-Signature"))
        .isEqualTo("v1=" + HexFormat.of().formatHex(mac.doFinal(firing.body())));
  }

  @Test
  void everythingArrivesInOrderAfterTheReceiverWasDown() throws Exception {
    SimpleMeterRegistry registry = start();
    List<Alert> transitions = incidents(1_500);
    topics.publishEvents(transitions);
    await().atMost(SOON).until(() -> count(registry, "failed") > 30);
    await().atMost(SOON).until(() -> gauge(registry, "waiting") >= transitions.size());
    assertThat(gauge(registry, "held")).isBetween(12.0, (double) MAX_HELD);

    receiver.up();
    awaitAll(transitions);
    assertOrder(transitions);
    assertThat(received(transitions)).hasSize(transitions.size());
    await().atMost(SOON).until(() -> gauge(registry, "waiting") == 0);
  }

  @Test
  void aRestartLosesNothingAndRepeatsLittle() throws Exception {
    receiver.up();
    start();
    List<Alert> transitions = incidents(300);
    topics.publishEvents(transitions);
    await().atMost(SOON).until(() -> received(transitions).size() > 50);
    running.remove(0).close();
    List<Alert> meanwhile = incidents(50);
    topics.publishEvents(meanwhile);
    start();
    awaitAll(transitions);
    awaitAll(meanwhile);
    assertOrder(transitions);
    // What was under way in each partition at the stop may come twice.
    assertThat(received(transitions)).hasSizeLessThan(transitions.size() + 12 * 2);
  }

  @Test
  void instancesShareTheWorkAndTakeItOver() throws Exception {
    receiver.up();
    SimpleMeterRegistry first = start();
    SimpleMeterRegistry second = start();
    List<Alert> settling = incidents(100);
    topics.publishEvents(settling);
    awaitAll(settling);
    await()
        .atMost(SOON)
        .until(
            () -> {
              topics.publishEvents(incidents(30));
              return count(first, "delivered") > 0 && count(second, "delivered") > 0;
            });
    running.remove(0).close();
    List<Alert> after = incidents(100);
    topics.publishEvents(after);
    awaitAll(after);
    assertOrder(after);
    assertThat(received(after)).hasSize(after.size());
  }

  @Test
  void setsAsideWhatIsRefusedAndTriesTheRestAgain() throws Exception {
    List<Alert> transitions = incidents(20);
    String bad = transitions.get(3).transition();
    List<String> tried = new ArrayList<>();
    receiver.answering(
        request -> {
          synchronized (tried) {
            if (request.transition().equals(bad)) {
              return 400;
            }
            tried.add(request.transition());
            long times = tried.stream().filter(request.transition()::equals).count();
            return times == 1 ? 503 : times == 2 ? 429 : 200;
          }
        });
    receiver.up();
    SimpleMeterRegistry registry = start();
    topics.publishEvents(transitions);
    await().atMost(SOON).until(() -> received(transitions).size() == transitions.size() - 1);
    assertThat(received(transitions)).doesNotContain(bad);
    await().atMost(SOON).until(() -> count(registry, "refused") >= 1);
    assertThat(receiver.refused().stream().filter(status -> status == 400)).hasSize(1);
    assertThat(
            registry
                .get("socketfleet.notifications.refused")
                .tag("status", "400")
                .counter()
                .count())
        .isEqualTo(1);
    assertOrder(transitions);
  }

  @Test
  void aReceiverThatNeverAnswersHoldsNobodyElseUp() throws Exception {
    receiver.up();
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      SimpleMeterRegistry registry =
          start(
              "http://127.0.0.1:" + deaf.getLocalPort() + "," + receiver.url(),
              Map.of("notify.timeout", "2s"));
      List<Alert> transitions = incidents(200);
      topics.publishEvents(transitions);
      awaitAll(transitions);
      await().atMost(SOON).until(() -> count(registry, "failed") > 0);
      assertThat(
              registry
                  .get("socketfleet.notifications")
                  .tag("output", "webhook:127.0.0.1:" + deaf.getLocalPort())
                  .tag("outcome", "delivered")
                  .counter()
                  .count())
          .isZero();
    }
  }
}
