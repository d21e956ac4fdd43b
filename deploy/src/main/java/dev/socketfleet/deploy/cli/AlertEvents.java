package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic of alert events as it grows from now on, without a consumer group. */
final class AlertEvents {

  private static final Duration POLL = Duration.ofMillis(500);

  private final Map<String, Object> settings;
  private final String topic;
  private final Predicate<Alert> filter;
  private final AlertFeed feed = new AlertFeed();

  AlertEvents(Map<String, Object> client, String topic, Predicate<Alert> filter) {
    this.settings = new HashMap<>(client);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.topic = topic;
    this.filter = filter;
  }

  /**
   * Hands on each transition once until the thread is interrupted; a repeated one is left out.
   *
   * @throws CommandFailedException when Kafka cannot be reached or has no such topic
   */
  void follow(Consumer<Alert> receiver) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new CommandFailedException(
            "topic %s does not exist. Create it with `socketfleet topics --create`."
                .formatted(topic));
      }
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      read(consumer, receiver);
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

  /**
   * Reads until the thread is interrupted, and takes the flag away: an interrupted thread cannot
   * close the consumer.
   */
  private void read(KafkaConsumer<byte[], byte[]> consumer, Consumer<Alert> receiver) {
    try {
      while (!Thread.interrupted()) {
        consumer.poll(POLL).forEach(record -> receive(record, receiver));
      }
    } catch (InterruptException e) {
      Thread.interrupted();
    }
  }

  private void receive(ConsumerRecord<byte[], byte[]> record, Consumer<Alert> receiver) {
    decode(record).flatMap(feed::offer).filter(filter).ifPresent(receiver);
  }

  /** Somebody else's record on the topic is no reason to stop following. */
  private static Optional<Alert> decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null
          ? Optional.empty()
          : Optional.of(AlertCodec.decode(record.value()));
    } catch (MalformedRecordException e) {
      return Optional.empty();
    }
  }
}
