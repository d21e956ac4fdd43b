package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.topology.StreamsProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * What Kafka Streams itself takes: a topology that hands some records on as they are, from the
 * topic of snapshots to that of alert events, with the settings of ours. Arguments: first part of
 * the keys that are handed on, then the configuration, each key followed by its value.
 */
final class EmptyTopology {

  private EmptyTopology() {}

  public static void main(String[] args) {
    byte[] prefix = args[0].getBytes(StandardCharsets.UTF_8);
    Map<String, String> settings = new HashMap<>();
    for (int i = 1; i < args.length; i += 2) {
      settings.put(args[i], args[i + 1]);
    }
    StreamsConfig config = StreamsConfig.load(Optional.empty(), Map.of(), settings);
    Topics topics = config.topics();
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(topics.snapshots(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .filter((key, value) -> startsWith(key, prefix))
        .to(topics.alertEvents(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    KafkaStreams streams = new KafkaStreams(builder.build(), StreamsProperties.of(config));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(5))));
    streams.start();
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    if (key.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (key[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
