package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.streams.query.AlertsView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertEventsIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final Topics topics = Topics.withDefaultPrefix();

  @Test
  void alertsAreReadFromTheirTopics() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), freePort())) {
      broker.start(Duration.ofSeconds(60));
      Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(client)) {
        new TopicAdmin(admin).create(topics.specs(TopicSizing.singleNode()));
      }
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
        followsEventsWithoutRepeats(broker, producer);
        keepsTheCurrentOnes(client, producer);
      }
    }
  }

  private void followsEventsWithoutRepeats(
      EmbeddedBroker broker, KafkaProducer<byte[], byte[]> producer) throws Exception {
    Thread follower =
        new Thread(
            () ->
                Socketfleet.run(
                    new PrintWriter(out, true),
                    new PrintWriter(out, true),
                    "alerts",
                    "--follow",
                    "--bootstrap-server",
                    broker.bootstrapServers()));
    follower.start();
    try {
      // It begins at the end of the topic, at a moment that cannot be seen from here.
      Alert firing = SampleFleet.alert(AlertStatus.FIRING, 2, NOW, "300 sockets leak");
      await()
          .atMost(SOON)
          .until(
              () -> {
                send(producer, topics.alertEvents(), firing);
                return out.toString().contains("FIRING");
              });
      send(producer, topics.alertEvents(), firing);
      send(producer, topics.alertEvents(), "x", bytes("{"));
      send(
          producer,
          topics.alertEvents(),
          SampleFleet.alert(AlertStatus.RESOLVED, 3, NOW, "300 sockets leak"));
      await().atMost(SOON).until(() -> out.toString().contains("RESOLVED"));
    } finally {
      follower.interrupt();
      follower.join(SOON.toMillis());
    }
    assertThat(follower.isAlive()).isFalse();
    assertThat(out.toString().lines()).hasSize(2);
  }

  private void keepsTheCurrentOnes(
      Map<String, Object> client, KafkaProducer<byte[], byte[]> producer) throws Exception {
    Alert before = SampleFleet.alert(AlertStatus.PENDING, 1, NOW, "300 sockets leak");
    send(producer, topics.alerts(), before);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (AlertsView view = new AlertsView(client, topics.alerts(), registry)) {
      assertThat(view.ready()).isFalse();
      view.start();
      await().atMost(SOON).until(view::ready);
      assertThat(view.alerts()).containsExactly(before);

      Alert firing = SampleFleet.alert(AlertStatus.FIRING, 2, NOW, "300 sockets leak");
      send(producer, topics.alerts(), firing.id(), bytes("no alert"));
      send(producer, topics.alerts(), firing);
      await().atMost(SOON).until(() -> view.alert(firing.id()).equals(Optional.of(firing)));
      assertThat(registry.counter("socketfleet.alerts.malformed").count()).isEqualTo(1);

      send(producer, topics.alerts(), firing.id(), null);
      await().atMost(SOON).until(() -> view.alerts().isEmpty());
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, Alert alert)
      throws Exception {
    send(producer, topic, alert.id(), AlertCodec.encode(alert));
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, String key, byte @Nullable [] value)
      throws Exception {
    producer
        .send(new ProducerRecord<>(topic, bytes(key), value))
        .get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
