package dev.socketfleet.streams.topology;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.streams.StreamsConfig;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The properties of Kafka Streams, each with the reason why it is not the default. */
public final class StreamsProperties {

  private StreamsProperties() {}

  /** For Kafka Streams, with the configuration's own for its clients. */
  public static Properties of(StreamsConfig config) {
    Properties properties = new Properties();
    properties.put(
        org.apache.kafka.streams.StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    put(properties, "state.dir", config.stateDir().toAbsolutePath().toString());
    put(properties, "num.stream.threads", config.threads());
    put(properties, "num.standby.replicas", config.standbyReplicas());
    put(properties, "processing.guarantee", config.processingGuarantee());
    put(properties, "replication.factor", -1);
    put(properties, "ensure.explicit.internal.resource.naming", true);
    put(properties, "processing.exception.handler.global.enabled", true);
    put(properties, "rocksdb.config.setter", BoundedRocksDb.class.getName());
    // A cache would hold alerts back until the next commit.
    put(properties, "statestore.cache.max.bytes", 0);
    put(properties, "commit.interval.ms", 100);
    // Streams' own default of 100 ms is most of an alert's way.
    producer(properties, ProducerConfig.LINGER_MS_CONFIG, 5);
    producer(properties, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    producer(properties, ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
    producer(properties, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_DERIVED_BYTES);
    consumer(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 20_000);
    config.clientProperties().forEach(properties::put);
    // The streams protocol (KIP-1071) refuses static members.
    if (!"streams".equals(properties.get("group.protocol"))) {
      consumer(
          properties, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, InstanceId.of(config.stateDir()));
    }
    return properties;
  }

  private static void put(Properties properties, String key, Object value) {
    properties.put(key, value);
  }

  private static void producer(Properties properties, String key, Object value) {
    properties.put(org.apache.kafka.streams.StreamsConfig.producerPrefix(key), value);
  }

  private static void consumer(Properties properties, String key, Object value) {
    properties.put(org.apache.kafka.streams.StreamsConfig.consumerPrefix(key), value);
  }
}
