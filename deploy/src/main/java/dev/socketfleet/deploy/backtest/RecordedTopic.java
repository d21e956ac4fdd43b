package dev.socketfleet.deploy.backtest;

import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.streams.host.Arrival;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The snapshots that a topic has, of one span of append time, partition by partition: each has its
 * own clock, as in streams. Without a consumer group; what is appended meanwhile is not read.
 */
public final class RecordedTopic {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final String SENT_AT_HEADER = "sentAtMs";

  private final Map<String, Object> settings;
  private final String topic;
  private final Instant from;
  private final Instant to;

  /**
   * @param client how to reach Kafka
   * @param from append time, inclusive
   * @param to append time, exclusive
   */
  public RecordedTopic(Map<String, Object> client, String topic, Instant from, Instant to) {
    this.settings = new HashMap<>(client);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.topic = topic;
    this.from = from;
    this.to = to;
  }

  /** Takes the snapshots of one partition after the other. */
  interface Partitions {

    /** A partition begins; its snapshots go to what is returned. */
    Consumer<Arrival> begin(int partition);

    /** A record that is no snapshot: streams would set it aside. */
    void malformed(String place, MalformedRecordException cause);
  }

  /**
   * Hands on all snapshots.
   *
   * @throws CommandFailedException when Kafka cannot be reached or has no such topic
   */
  void read(Partitions receiver) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new CommandFailedException(
            "topic %s does not exist. Check --topic-prefix.".formatted(topic));
      }
      for (TopicPartition partition : partitions) {
        read(consumer, partition, receiver);
      }
    } catch (TimeoutException e) {
      throw new CommandFailedException(
          "no Kafka answers at %s. Check --bootstrap-server."
              .formatted(settings.get("bootstrap.servers")),
          e);
    } catch (ConfigException e) {
      throw new SetupException("no Kafka client: " + e.getMessage(), e);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new CommandFailedException(
          "topic %s cannot be read: %s".formatted(topic, reason.getMessage()), e);
    }
  }

  private void read(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Partitions receiver) {
    consumer.assign(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    OffsetAndTimestamp begin =
        consumer
            .offsetsForTimes(Map.of(partition, Math.max(0, from.toEpochMilli())))
            .get(partition);
    if (begin == null) {
      return;
    }
    consumer.seek(partition, begin.offset());
    Consumer<Arrival> snapshots = receiver.begin(partition.partition());
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.timestamp() >= to.toEpochMilli() || record.offset() >= end) {
          return;
        }
        take(record, snapshots, receiver);
      }
    }
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record, Consumer<Arrival> snapshots, Partitions receiver) {
    try {
      byte[] value = record.value() == null ? new byte[0] : record.value();
      Snapshot snapshot = SnapshotCodec.decode(value);
      snapshots.accept(
          new Arrival(snapshot, record.offset(), record.timestamp(), sentAtMs(record)));
    } catch (MalformedRecordException e) {
      receiver.malformed(
          "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset()), e);
    }
  }

  private static OptionalLong sentAtMs(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(SENT_AT_HEADER);
    String text = header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }
}
