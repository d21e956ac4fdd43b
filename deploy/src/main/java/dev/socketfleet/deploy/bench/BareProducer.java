package dev.socketfleet.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least that a program can do to get the same bytes to Kafka: the limit for a collector's
 * memory, start and processor time. Arguments: bootstrap servers, topic, file with the record,
 * interval in milliseconds (0: send one and end).
 */
final class BareProducer {

  private BareProducer() {}

  public static void main(String[] args)
      throws IOException, ExecutionException, InterruptedException {
    byte[] record = Files.readAllBytes(Path.of(args[2]));
    long intervalMs = Long.parseLong(args[3]);
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            args[0],
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "zstd",
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            4 << 20,
            ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG,
            "",
            ProducerConfig.ENABLE_METRICS_PUSH_CONFIG,
            false);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      do {
        producer.send(new ProducerRecord<>(args[1], record)).get();
        TimeUnit.MILLISECONDS.sleep(intervalMs);
      } while (intervalMs > 0);
    }
  }
}
