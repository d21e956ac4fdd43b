package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The least that a reader of snapshots does: it parses them, with our parser, and forgets them.
 * Arguments: bootstrap servers, topic, group. Runs until it is ended.
 */
final class BareConsumer {

  private BareConsumer() {}

  public static void main(String[] args) throws MalformedRecordException {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            args[0],
            ConsumerConfig.GROUP_ID_CONFIG,
            args[2],
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
            100,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1_000);
    long sockets = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(args[1]));
      while (sockets >= 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          sockets += SnapshotCodec.decode(record.value()).totals().total();
        }
      }
    }
  }
}
