package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.TopicSpec;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Snapshots that a fleet would have sent until now, as records whose time is that of their capture.
 *
 * @param snapshots of each host
 */
record History(BenchFleet fleet, int snapshots) {

  private static final Topics TOPICS = Topics.withDefaultPrefix();
  private static final long MINUTE_MS = 60_000;

  /** Append time would be the moment of the filling; the record's own is when it was captured. */
  static void createTopics(Admin admin) {
    List<TopicSpec> specs = new ArrayList<>();
    for (TopicSpec spec : TOPICS.specs(TopicSizing.singleNode())) {
      Map<String, String> settings = new LinkedHashMap<>(spec.configs());
      settings.remove(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
      settings.remove(TopicConfig.RETENTION_MS_CONFIG);
      specs.add(new TopicSpec(spec.name(), spec.partitions(), spec.replication(), settings));
    }
    new TopicAdmin(admin).create(specs);
  }

  /** When the first of all was captured, at the start of a minute. */
  long startMs(long nowMs) {
    return (nowMs - snapshots * fleet.interval().toMillis()) / MINUTE_MS * MINUTE_MS;
  }

  /** When a host's snapshot was captured; the hosts take turns within an interval. */
  long atMs(long startMs, int host, int seq) {
    long interval = fleet.interval().toMillis();
    return startMs + seq * interval + host * interval / fleet.hosts();
  }

  /** Sends all to the topic until now; see {@link #fill(String, long)}. */
  long fill(String servers) {
    return fill(servers, startMs(System.currentTimeMillis()));
  }

  /**
   * Sends all to the topic; each is a batch of its own, as hosts send them.
   *
   * @return bytes of all before compression
   */
  long fill(String servers, long startMs) {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            servers,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "zstd",
            ProducerConfig.BATCH_SIZE_CONFIG,
            0,
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.ACKS_CONFIG,
            "1",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            false);
    long bytes = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int seq = 0; seq < snapshots; seq++) {
        for (int host = 0; host < fleet.hosts(); host++) {
          long atMs = atMs(startMs, host, seq);
          byte[] json = SnapshotCodec.encode(fleet.snapshot(host, seq, Instant.ofEpochMilli(atMs)));
          bytes += json.length;
          ProducerRecord<byte[], byte[]> record =
              new ProducerRecord<>(
                  TOPICS.snapshots(),
                  null,
                  atMs,
                  BenchFleet.host(host).getBytes(StandardCharsets.UTF_8),
                  json);
          record.headers().add("sentAtMs", Long.toString(atMs).getBytes(StandardCharsets.UTF_8));
          var unused = producer.send(record);
        }
      }
    }
    return bytes;
  }
}
