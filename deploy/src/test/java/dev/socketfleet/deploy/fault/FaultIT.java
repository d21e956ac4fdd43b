package dev.socketfleet.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    started.start(Outcome.SOON);
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

  private Outcome outcome() {
    return new Outcome(broker.bootstrapServers());
  }

  private Feed feed() {
    Feed started = new Feed(broker.bootstrapServers());
    feed = started;
    return started;
  }

  private Feed leakingFeed() {
    Feed started = feed();
    outcome().awaitLeak(started);
    return started;
  }

  @Test
  void killOfTheOnlyInstance() throws Exception {
    Instances only = instances("num.standby.replicas=0");
    only.start("a");
    Feed running = leakingFeed();
    only.kill("a");
    only.start("a");
    outcome().assertUndisturbed(running, false);
  }

  @Test
  void killOfOneOfTwo() throws Exception {
    Instances two = instances();
    two.start("a");
    two.start("b");
    Feed running = leakingFeed();
    two.kill("a");
    outcome().assertUndisturbed(running, false);
  }

  @Test
  void killUnderExactlyOnceRepeatsNothing() throws Exception {
    Instances only = instances("num.standby.replicas=0", "processing.guarantee=exactly_once_v2");
    only.start("a");
    Feed running = leakingFeed();
    only.kill("a");
    only.start("a");
    outcome().assertUndisturbed(running, true);
  }

  @Test
  void killUnderTheStreamsProtocol() throws Exception {
    Instances two = instances("kafka.group.protocol=streams");
    two.start("a");
    two.start("b");
    Feed running = leakingFeed();
    two.kill("b");
    outcome().assertUndisturbed(running, false);
  }

  @Test
  void restartOfTheBroker() throws Exception {
    Instances only = instances("num.standby.replicas=0");
    only.start("a");
    Feed running = leakingFeed();
    broker.close();
    broker = broker();
    outcome().assertUndisturbed(running, false);
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
    outcome().assertUndisturbed(running, false);
  }

  @Test
  void wipedState() throws Exception {
    Instances only = instances("num.standby.replicas=0");
    only.start("a");
    Feed running = leakingFeed();
    only.kill("a");
    delete(only.state("a"));
    only.start("a");
    outcome().assertUndisturbed(running, false);
  }

  @Test
  void replayUnderANewApplicationId() throws Exception {
    Instances first = instances("num.standby.replicas=0");
    first.start("a");
    Feed running = leakingFeed();
    outcome().assertUndisturbed(running, false);
    Map<String, String> before = outcome().published();
    first.stop("a");

    Instances second = instances("num.standby.replicas=0", "application.id=again");
    Instant began = Instant.now();
    second.start("c");
    await()
        .atMost(Outcome.SOON)
        .untilAsserted(
            () ->
                assertThat(Truth.publishedSince(broker.bootstrapServers(), began.toEpochMilli()))
                    .containsExactlyEntriesOf(before));
    // Nobody sends any more: both applications are right to call all hosts silent in time.
    outcome().assertTransitionsOf("close-wait-high", Feed.LEAKING);
  }

  /**
   * Its partition has no other host: only the wall clock can close its windows and call it silent.
   */
  @Test
  void aHostThatFallsSilentAloneInItsPartition() throws Exception {
    instances("num.standby.replicas=0").start("a");
    String host = Feed.aloneInItsPartition();
    Feed running = feed();
    await().atMost(Outcome.SOON).until(() -> !outcome().published().isEmpty());
    running.mute(host);
    await().atMost(Outcome.SOON).until(() -> outcome().hosts("firing").equals(List.of(host)));
    outcome().assertWindowsOf(host);
    running.unmute();
    await().atMost(Outcome.SOON).until(() -> outcome().hosts("resolved").equals(List.of(host)));
    outcome().assertTransitions(List.of(host), false);
    running.close();
    outcome().assertWindows();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
