package dev.socketfleet.deploy.notify;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with the topics, and alerts that appear on them as streams would publish them. */
public final class AlertTopics implements AutoCloseable {

  private final EmbeddedBroker broker;
  private final KafkaProducer<byte[], byte[]> producer;
  private Topics topics = Topics.withDefaultPrefix();

  /** Starts the broker. */
  public AlertTopics(Path folder) {
    broker = new EmbeddedBroker(folder.resolve("kafka"), 0);
    broker.start(Duration.ofSeconds(60));
    create();
    producer = new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void create() {
    try (Admin admin = Admin.create(client())) {
      new TopicAdmin(admin)
          .create(
              topics.specs(TopicSizing.singleNode()).stream()
                  .filter(spec -> spec.name().contains("alert"))
                  .toList());
    }
  }

  /** From now on others, on which nothing happened yet. */
  void startAnew(String prefix) {
    topics = new Topics(prefix);
    create();
  }

  Topics topics() {
    return topics;
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  /** Publishes on both topics and waits until the broker has it. */
  public void publish(Alert... alerts) throws ExecutionException, InterruptedException {
    for (Alert alert : alerts) {
      byte[] json = AlertCodec.encode(alert);
      var events = producer.send(record(topics.alertEvents(), alert.id(), json));
      producer.send(record(topics.alerts(), alert.id(), json)).get();
      events.get();
    }
  }

  /** Publishes a great many without waiting for each. */
  void publishEvents(List<Alert> alerts) {
    for (Alert alert : alerts) {
      var unused =
          producer.send(record(topics.alertEvents(), alert.id(), AlertCodec.encode(alert)));
    }
    producer.flush();
  }

  void publishBytes(String topic, String key, byte[] value)
      throws ExecutionException, InterruptedException {
    producer.send(record(topic, key, value)).get();
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
    return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
  }

  /** An alert about CLOSE_WAIT on port 443 of the host. */
  public static Alert alert(String host, AlertStatus status, long revision, Instant at) {
    AlertSubject subject =
        AlertSubject.of(host, "host", new Endpoint(Role.SERVER, 443), SocketState.CLOSE_WAIT);
    String id = subject.alertId("close-wait-high");
    boolean over = status == AlertStatus.RESOLVED;
    return new Alert(
        id,
        id + "-" + revision,
        revision,
        status,
        over ? Optional.of(ResolveReason.CLEARED) : Optional.empty(),
        Severity.WARNING,
        new Alert.RuleReference("close-wait-high", "threshold", "abc"),
        subject,
        Map.of("dc", "eu1"),
        OptionalDouble.of(300),
        OptionalDouble.empty(),
        OptionalDouble.of(100),
        at.minusSeconds(10),
        at,
        over ? Optional.of(at) : Optional.empty(),
        "300 sockets in CLOSE_WAIT on " + host,
        "The program does not close its sockets.",
        List.of("ss -tanp state close-wait"),
        Evidence.NONE);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    broker.close();
  }
}
