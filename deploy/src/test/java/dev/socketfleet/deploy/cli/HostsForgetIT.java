package dev.socketfleet.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.streams.StreamsApp;
import dev.socketfleet.streams.StreamsConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that is told to be gone is gone, also after a restart, until it sends again. */
@Timeout(600)
class HostsForgetIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Topics TOPICS = Topics.withDefaultPrefix();
  private static final String DEAD = "web-17";
  private static final String ALIVE = "web-18";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private long seq;

  @TempDir private Path folder;

  @Test
  void aForgottenHostIsGoneUntilItSendsAgain() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(SOON);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        new TopicAdmin(admin).create(TOPICS.specs(TopicSizing.singleNode()));
      }
      try (StreamsApp app = start(broker, "state")) {
        send(broker, DEAD, Duration.ofSeconds(1));
        send(broker, ALIVE, Duration.ofMinutes(10));
        await().atMost(SOON).untilAsserted(() -> assertThat(silent(app)).contains("firing"));

        assertThat(forget(broker, app, "web-71")).isEqualTo(1);
        assertThat(err.toString())
            .contains("host 'web-71' is not known. Did you mean " + DEAD + ", " + ALIVE + "?");
        assertThat(forget(broker, app, ALIVE)).isEqualTo(1);
        assertThat(err.toString()).contains("host '" + ALIVE + "' still sends snapshots");
        assertThat(hosts(app)).containsExactly(DEAD, ALIVE);

        assertThat(forget(broker, app, DEAD)).as("%s", err).isZero();
        assertThat(out.toString()).contains(DEAD + " is forgotten");
        assertThat(hosts(app)).containsExactly(ALIVE);
        await()
            .atMost(SOON)
            .untilAsserted(() -> assertThat(silent(app)).contains("resolved host_retired"));
      }
      for (String state : List.of("state", "restored from the changelog")) {
        try (StreamsApp app = start(broker, state)) {
          await().atMost(SOON).untilAsserted(() -> assertThat(hosts(app)).containsExactly(ALIVE));
          assertThat(silent(app)).contains("resolved host_retired").doesNotContain("firing");
        }
      }
      try (StreamsApp app = start(broker, "state")) {
        send(broker, DEAD, Duration.ofMinutes(10));
        await()
            .atMost(SOON)
            .untilAsserted(() -> assertThat(hosts(app)).containsExactly(DEAD, ALIVE));
      }
    }
  }

  private StreamsApp start(EmbeddedBroker broker, String state) {
    StreamsApp app =
        new StreamsApp(
            StreamsConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "http.port",
                    "0",
                    "state.dir",
                    folder.resolve(state).toString())),
            Clock.systemUTC());
    app.start();
    await().atMost(SOON).until(app::isReady);
    return app;
  }

  private int forget(EmbeddedBroker broker, StreamsApp app, String host) {
    return Socketfleet.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        "hosts",
        "forget",
        host,
        "--url",
        app.url(),
        "--bootstrap-server",
        broker.bootstrapServers());
  }

  private static JsonNode items(StreamsApp app, String path) throws InterruptedException {
    return new ApiClient(app.url(), Optional.empty(), Optional.empty())
        .list(path, Map.of(), 0)
        .path("items");
  }

  private static List<String> hosts(StreamsApp app) throws InterruptedException {
    return items(app, "/api/v1/hosts").findValuesAsText("host");
  }

  /** Status and reason of the alerts about the silence of the dead host. */
  private static List<String> silent(StreamsApp app) throws InterruptedException {
    List<String> all = new ArrayList<>();
    for (JsonNode alert : items(app, "/api/v1/alerts")) {
      if (alert.path("rule").path("id").asText().equals("host-silent")
          && alert.path("host").asText().equals(DEAD)) {
        all.add((alert.path("status").asText() + " " + alert.path("reason").asText()).strip());
      }
    }
    return all;
  }

  private void send(EmbeddedBroker broker, String host, Duration interval) throws Exception {
    Instant now = Instant.now();
    Snapshot snapshot =
        new Snapshot(
            host,
            Map.of(),
            "Linux",
            "boot",
            seq++,
            now,
            interval,
            "test",
            true,
            List.of(),
            List.of(
                Group.of(
                    "host",
                    new Endpoint(Role.SERVER, 443),
                    Owner.NONE,
                    StateCounts.of(SocketState.ESTABLISHED, 40))),
            List.of(),
            new CollectorHealth("test", 1, 1, 0));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              TOPICS.snapshots(), host.getBytes(UTF_8), SnapshotCodec.encode(snapshot));
      record.headers().add("sentAtMs", Long.toString(now.toEpochMilli()).getBytes(UTF_8));
      producer.send(record).get();
    }
  }
}
