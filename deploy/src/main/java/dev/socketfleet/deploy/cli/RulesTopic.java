package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The topic of rules, and the options that say where it is. */
final class RulesTopic {

  private static final Duration POLL = Duration.ofMillis(200);

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      defaultValue = Topics.DEFAULT_PREFIX,
      description = "First part of every topic name. Default: ${DEFAULT-VALUE}")
  private String prefix = Topics.DEFAULT_PREFIX;

  /**
   * What stands on the topic, by key; empty for a record that is no rule.
   *
   * @throws CommandFailedException when Kafka cannot be read or has no such topic
   */
  Map<String, Optional<Rule>> read() {
    Map<String, Object> settings = settings();
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    Map<String, Optional<Rule>> byKey = new LinkedHashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic()).stream()
              .map(it -> new TopicPartition(topic(), it.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new CommandFailedException(
            "topic %s does not exist. Create it with `socketfleet topics --create`."
                .formatted(topic()));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(record -> take(record, byKey));
      }
    } catch (KafkaException e) {
      throw failed("read", e);
    }
    return byKey;
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> record, Map<String, Optional<Rule>> byKey) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    byKey.remove(key);
    if (record.value() != null) {
      byKey.put(key, decoded(key, record.value()));
    }
  }

  private static Optional<Rule> decoded(String key, byte[] value) {
    try {
      return Optional.of(RuleCodec.decode(key, value)).filter(rule -> rule.id().equals(key));
    } catch (InvalidRulesException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes and waits until the brokers have all of it.
   *
   * @param values by key; empty deletes
   * @throws CommandFailedException with what was written before it failed
   */
  void write(Map<String, Optional<Rule>> values) throws InterruptedException {
    Map<String, Object> settings = settings();
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
    settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
    settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    List<String> written = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
      values.forEach(
          (key, rule) -> {
            byte @Nullable [] value = rule.map(RuleCodec::encode).orElse(null);
            sent.put(
                key,
                producer.send(
                    new ProducerRecord<>(topic(), key.getBytes(StandardCharsets.UTF_8), value)));
          });
      for (Map.Entry<String, Future<RecordMetadata>> each : sent.entrySet()) {
        each.getValue().get();
        written.add(each.getKey());
      }
    } catch (ExecutionException e) {
      throw failed("written" + after(written), e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw failed("written" + after(written), e);
    }
  }

  private static String after(List<String> written) {
    return written.isEmpty() ? "" : " beyond " + String.join(", ", written);
  }

  private CommandFailedException failed(String done, Throwable error) {
    Throwable reason = error.getCause() == null ? error : error.getCause();
    return new CommandFailedException(
        "topic %s at %s cannot be %s: %s. Check --bootstrap-server and --command-config."
            .formatted(topic(), kafka.bootstrapServers, done, reason.getMessage()),
        error);
  }

  private String topic() {
    try {
      return new Topics(prefix).rules();
    } catch (IllegalArgumentException e) {
      throw new SetupException("--prefix: " + e.getMessage(), e);
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(KafkaOptions.properties(kafka.commandConfig));
    settings.put("bootstrap.servers", kafka.bootstrapServers);
    settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
    return settings;
  }
}
