package dev.socketfleet.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.collector.publish.SnapshotPublisher;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots through outages of a real broker. */
@Timeout(180)
class SnapshotPublisherIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Topics TOPICS = Topics.withDefaultPrefix();
  private static final Instant SENT = Instant.ofEpochMilli(1_790_000_000_123L);

  @TempDir private Path folder;

  private static Snapshot snapshot(long seq) {
    return new Snapshot(
        "web-1",
        Map.of(),
        "Linux",
        "ab",
        seq,
        Instant.ofEpochMilli(1_780_000_000_000L + seq),
        Duration.ofSeconds(10),
        "netlink",
        true,
        List.of("x".repeat(1_000)),
        List.of(),
        List.of(),
        new CollectorHealth("1", 1, 1, 0));
  }

  private EmbeddedBroker broker(int port) {
    EmbeddedBroker broker = new EmbeddedBroker(folder, port);
    broker.start(DEADLINE);
    return broker;
  }

  private static int port(EmbeddedBroker broker) {
    String address = broker.bootstrapServers();
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static void createTopics(EmbeddedBroker broker) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicAdmin(admin).create(TOPICS.specs(TopicSizing.singleNode()));
    }
  }

  private static SnapshotPublisher publisher(EmbeddedBroker broker, long ringBytes) {
    SnapshotPublisher publisher =
        new SnapshotPublisher(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            TOPICS.snapshots(),
            "web-1",
            ringBytes,
            Clock.fixed(SENT, ZoneOffset.UTC));
    publisher.start();
    return publisher;
  }

  private static List<ConsumerRecord<String, byte[]>> records(EmbeddedBroker broker) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPICS.snapshots()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).values().stream().mapToLong(it -> it).sum();
      long deadline = System.nanoTime() + DEADLINE.toNanos();
      while (records.size() < end && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  private static List<Long> sequences(List<ConsumerRecord<String, byte[]>> records)
      throws MalformedRecordException {
    List<Long> sequences = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      sequences.add(SnapshotCodec.decode(record.value()).seq());
    }
    return sequences;
  }

  @Test
  void sendsWhatWasMadeWhileTheBrokerWasDownInOrderAndOnce() throws Exception {
    EmbeddedBroker first = broker(0);
    int port = port(first);
    createTopics(first);
    try (SnapshotPublisher publisher = publisher(first, 16 << 20)) {
      LongStream.range(0, 5).forEach(seq -> publisher.publish(snapshot(seq)));
      assertThat(publisher.flush(DEADLINE)).isTrue();
      first.close();
      LongStream.range(5, 50).forEach(seq -> publisher.publish(snapshot(seq)));
      assertThat(publisher.flush(Duration.ofMillis(200))).isFalse();

      try (EmbeddedBroker second = broker(port)) {
        assertThat(publisher.flush(DEADLINE)).isTrue();
        List<ConsumerRecord<String, byte[]>> records = records(second);

        assertThat(sequences(records)).isEqualTo(LongStream.range(0, 50).boxed().toList());
        assertThat(publisher.dropped()).isZero();
        ConsumerRecord<String, byte[]> last = records.get(49);
        assertThat(last.key()).isEqualTo("web-1");
        assertThat(SnapshotCodec.decode(last.value())).isEqualTo(snapshot(49));
        assertThat(last.headers().lastHeader("sentAtMs").value())
            .isEqualTo("1790000000123".getBytes(UTF_8));
      }
    }
  }

  @Test
  void dropsAndCountsTheOldestWhenMemoryIsFull() throws Exception {
    EmbeddedBroker first = broker(0);
    int port = port(first);
    createTopics(first);
    int size = SnapshotCodec.encode(snapshot(10)).length;
    try (SnapshotPublisher publisher = publisher(first, 10L * size)) {
      publisher.publish(snapshot(10));
      assertThat(publisher.flush(DEADLINE)).isTrue();
      first.close();
      LongStream.range(11, 41).forEach(seq -> publisher.publish(snapshot(seq)));
      assertThat(publisher.dropped()).isEqualTo(20);

      try (EmbeddedBroker second = broker(port)) {
        assertThat(publisher.flush(DEADLINE)).isTrue();
        List<Long> sequences = sequences(records(second));

        // The one that was on its way when it was dropped may arrive after all.
        assertThat(sequences)
            .startsWith(10L)
            .endsWith(LongStream.range(31, 41).boxed().toArray(Long[]::new))
            .isSorted()
            .doesNotHaveDuplicates()
            .hasSize((int) (31 - publisher.dropped()));
      }
    }
  }

  @Test
  void stopsInTimeWhileTheBrokerIsAway() throws Exception {
    EmbeddedBroker broker = broker(0);
    createTopics(broker);
    SnapshotPublisher publisher = publisher(broker, 1 << 20);
    publisher.publish(snapshot(0));
    assertThat(publisher.flush(DEADLINE)).isTrue();
    broker.close();
    publisher.publish(snapshot(1));

    long start = System.nanoTime();
    publisher.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
  }
}
