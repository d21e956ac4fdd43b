package dev.socketfleet.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicDrift;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.TopicSpec;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.SetupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final List<TopicSpec> TOPICS =
      Topics.withDefaultPrefix().specs(TopicSizing.singleNode());

  @TempDir Path folder;

  @Test
  void findsItsRecordsAgainOnAnotherPort() throws Exception {
    String cluster;
    int port = LoopbackPort.free();
    try (EmbeddedBroker broker = started(port);
        Admin admin = admin(broker)) {
      new TopicAdmin(admin).create(TOPICS);
      cluster = admin.describeCluster().clusterId().get();
      produce(broker, "socketfleet.rules", "a", "1");
    }
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        EmbeddedBroker broker = started(0);
        Admin admin = admin(broker)) {
      assertThat(broker.bootstrapServers()).isNotEqualTo("127.0.0.1:" + taken.getLocalPort());
      assertThat(admin.describeCluster().clusterId().get()).isEqualTo(cluster);
      assertThat(new TopicAdmin(admin).verify(TOPICS)).isEmpty();
      assertThat(first(broker, "socketfleet.rules").value()).isEqualTo("1");
    }
  }

  @Test
  void createsWhatIsMissingAndReportsWhatDiffers() throws Exception {
    try (EmbeddedBroker broker = started(0);
        Admin admin = admin(broker)) {
      TopicAdmin topics = new TopicAdmin(admin);
      assertThat(topics.verify(TOPICS))
          .extracting(TopicDrift::kind)
          .containsOnly(TopicDrift.Kind.MISSING)
          .hasSize(6);
      assertThat(topics.missing(List.of("socketfleet.counts")))
          .containsExactly("socketfleet.counts");
      assertThat(topics.create(TOPICS.subList(0, 2)))
          .containsExactly("socketfleet.snapshots", "socketfleet.counts");
      assertThat(topics.create(TOPICS)).hasSize(4).doesNotContain("socketfleet.counts");
      assertThat(topics.create(TOPICS)).isEmpty();
      assertThat(topics.verify(TOPICS)).isEmpty();

      setRetention(admin, "socketfleet.counts", "1000");
      Awaitility.await()
          .atMost(DEADLINE)
          .until(() -> topics.verify(TOPICS), drifts -> !drifts.isEmpty());
      assertThat(topics.verify(TOPICS))
          .extracting(TopicDrift::line)
          .containsExactly(
              "socketfleet.counts: retention.ms is '1000' but it should be '604800000'. Run:"
                  + " kafka-configs.sh --alter --entity-type topics --entity-name"
                  + " socketfleet.counts --add-config retention.ms=604800000");
    }
  }

  @Test
  void namesTheTakenPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> started(port))
          .isInstanceOf(SetupException.class)
          .hasMessage(
              "--kafka-port was '%d' but 127.0.0.1:%d cannot be opened: Address already in use. Choose another port, or find its owner: ss -ltnp 'sport = :%d'"
                  .formatted(port, port, port));
    }
  }

  @Test
  void namesTheFolderThatCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new EmbeddedBroker(file.resolve("kafka"), 0).start(DEADLINE))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("The data folder '%s/kafka' cannot be written: ".formatted(file))
        .hasMessageEndingWith("Choose another with --data, or give this user the right.");
  }

  private EmbeddedBroker started(int port) {
    EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), port);
    broker.start(DEADLINE);
    return broker;
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static void setRetention(Admin admin, String topic, String millis) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("retention.ms", millis), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static void produce(EmbeddedBroker broker, String topic, String key, String value)
      throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
  }

  private static ConsumerRecord<String, String> first(EmbeddedBroker broker, String topic) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long until = System.nanoTime() + DEADLINE.toNanos();
      while (System.nanoTime() < until) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          return record;
        }
      }
      throw new AssertionError("No record of " + topic + " within " + DEADLINE);
    }
  }
}
