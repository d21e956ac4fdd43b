package dev.socketfleet.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Tells the streams application that hosts are gone: a record with the host's id and no value, on
 * the topic of snapshots, so that it comes to the partition that has the host.
 */
final class HostTombstones {

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      defaultValue = Topics.DEFAULT_PREFIX,
      description = "First part of every topic name. Default: ${DEFAULT-VALUE}")
  private String prefix = Topics.DEFAULT_PREFIX;

  /**
   * Writes and waits until the brokers have all of it.
   *
   * @throws CommandFailedException with what was written before it failed
   */
  void write(List<String> hosts) throws InterruptedException {
    List<String> written = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
      for (String host : hosts) {
        sent.put(host, producer.send(new ProducerRecord<>(topic(), host.getBytes(UTF_8), null)));
      }
      for (Map.Entry<String, Future<RecordMetadata>> each : sent.entrySet()) {
        each.getValue().get();
        written.add(each.getKey());
      }
    } catch (ExecutionException e) {
      throw failed(written, e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw failed(written, e.getCause() == null ? e : e.getCause());
    }
  }

  private CommandFailedException failed(List<String> written, Throwable reason) {
    return new CommandFailedException(
        "topic %s at %s cannot be written%s: %s. Check --bootstrap-server and --command-config."
            .formatted(
                topic(),
                kafka.bootstrapServers,
                written.isEmpty() ? "" : " beyond " + String.join(", ", written),
                reason.getMessage()),
        reason);
  }

  private String topic() {
    try {
      return new Topics(prefix).snapshots();
    } catch (IllegalArgumentException e) {
      throw new SetupException("--prefix: " + e.getMessage(), e);
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(KafkaOptions.properties(kafka.commandConfig));
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
    settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
    settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    return settings;
  }
}
