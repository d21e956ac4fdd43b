package dev.socketfleet.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.deploy.pipeline.WholeTopic;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * After every fault each window of each host and of the fleet equals what the snapshots say, and
 * each leak was one alert with its three transitions, while nothing was called silent.
 */
@Tag("fault")
@Timeout(240)
class FaultIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final List<String> QUICK_TAKEOVER =
      List.of(
          "kafka.consumer.session.timeout.ms=6000", "kafka.consumer.heartbeat.interval.ms=1000");

  @TempDir private Path folder;

  private int port;
  private EmbeddedBroker broker;
  private @Nullable Feed feed;
  private @Nullable Instances instances;

  @BeforeEach
  void startTheBroker() throws IOException {
    port = freePort();
    broker = broker();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
    }
  }

  @AfterEach
  void stopEverything() {
    if (feed != null) {
      feed.close();
    }
    if (instances != null) {
      instances.close();
    }
    broker.close();
  }

  private EmbeddedBroker broker() {
    EmbeddedBroker started = new EmbeddedBroker(folder.resolve("kafka"), port);
    started.start(SOON);
    return started;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Instances instances(String... more) throws IOException {
    List<String> settings = new ArrayList<>(QUICK_TAKEOVER);
    settings.addAll(List.of(more));
    Instances made = new Instances(folder, broker.bootstrapServers(), settings);
    instances = made;
    return made;
  }

  /** Hosts that send, and a leak that has begun and is known as a pending or firing alert. */
  private Feed leakingFeed() {
    Feed started = new Feed(broker.bootstrapServers());
    feed = started;
    await().atMost(SOON).until(() -> !published().isEmpty());
    started.leak(true);
    await().atMost(SOON).until(() -> !transitions().isEmpty());
    return started;
  }

  private Map<String, String> published() {
    return Truth.published(broker.bootstrapServers());
  }

  private List<JsonNode> transitions() {
    return WholeTopic.json(broker.bootstrapServers(), "socketfleet.alert-events");
  }

  /** What every fault has to leave as it is. */
  private void assertUndisturbed(Feed running, boolean noRepeats) throws InterruptedException {
    await().atMost(SOON).until(() -> statuses("firing").size() == Feed.LEAKING.size());
    running.leak(false);
    await().atMost(SOON).until(() -> statuses("resolved").size() == Feed.LEAKING.size());
    assertTransitions(noRepeats);
    running.close();
    Map<String, String> expected =
        Truth.expected(broker.bootstrapServers(), Instances.WINDOW.toMillis());
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(published())
                    .as("%s", Truth.differences(broker.bootstrapServers(), expected))
                    .containsExactlyEntriesOf(expected));
  }

  private List<String> statuses(String status) {
    return transitions().stream()
        .filter(it -> it.path("status").asText().equals(status))
        .map(it -> it.path("host").asText())
        .distinct()
        .toList();
  }

  /** One pending, one firing and one resolved a leak; repeats equal what they repeat. */
  private void assertTransitions(boolean noRepeats) {
    Map<String, String> seen = new HashMap<>();
    List<String> repeats = new ArrayList<>();
    for (JsonNode alert : transitions()) {
      String revision = alert.path("id").asText() + " " + alert.path("revision").asInt();
      String transition = alert.path("host").asText() + " " + alert.path("status").asText();
      String before = seen.put(revision, transition);
      if (before != null) {
        assertThat(transition).as("what repeats " + revision).isEqualTo(before);
        repeats.add(transition);
      }
    }
    List<String> expected =
        Feed.LEAKING.stream()
            .flatMap(host -> Stream.of("pending", "firing", "resolved").map(it -> host + " " + it))
            .toList();
    assertThat(seen.values()).containsExactlyInAnyOrderElementsOf(expected);
    if (noRepeats) {
      assertThat(repeats).isEmpty();
    }
  }

  @Test
  void killOfTheOnlyInstance() throws Exception {
    Instances only = instances("num.standby.replicas=0");
    only.start("a");
    Feed running = leakingFeed();
    only.kill("a");
    only.start("a");
    assertUndisturbed(running, false);
  }

  @Test
  void killOfOneOfTwo() throws Exception {
    Instances two = instances();
    two.start("a");
    two.start("b");
    Feed running = leakingFeed();
    two.kill("a");
    assertUndisturbed(running, false);
  }

  @Test
  void killUnderExactlyOnceRepeatsNothing() throws Exception {
    Instances only = instances("num.standby.replicas=0", "processing.guarantee=exactly_once_v2");
    only.start("a");
    Feed running = leakingFeed();
    only.kill("a");
    only.start("a");
    assertUndisturbed(running, true);
  }

  @Test
  void killUnderTheStreamsProtocol() throws Exception {
    Instances two = instances("kafka.group.protocol=streams");
    two.start("a");
    two.start("b");
    Feed running = leakingFeed();
    two.kill("b");
    assertUndisturbed(running, false);
  }

  @Test
  void restartOfTheBroker() throws Exception {
    Instances only = instances("num.standby.replicas=0");
    only.start("a");
    Feed running = leakingFeed();
    broker.close();
    broker = broker();
    assertUndisturbed(running, false);
  }

  @Test
  void instancesThatComeAndGo() throws Exception {
    Instances two = instances();
    two.start("a");
    Feed running = leakingFeed();
    two.start("b");
    two.stop("a");
    two.start("a");
    two.stop("b");
    assertUndisturbed(running, false);
  }

  @Test
  void wipedState() throws Exception {
    Instances only = instances("num.standby.replicas=0");
    only.start("a");
    Feed running = leakingFeed();
    only.kill("a");
    delete(only.state("a"));
    only.start("a");
    assertUndisturbed(running, false);
  }

  @Test
  void replayUnderANewApplicationId() throws Exception {
    Instances first = instances("num.standby.replicas=0");
    first.start("a");
    Feed running = leakingFeed();
    assertUndisturbed(running, false);
    Map<String, String> before = published();
    first.stop("a");

    Instances second = instances("num.standby.replicas=0", "application.id=again");
    Instant began = Instant.now();
    second.start("c");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Truth.publishedSince(broker.bootstrapServers(), began.toEpochMilli()))
                    .containsExactlyEntriesOf(before));
    assertTransitions(false);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
