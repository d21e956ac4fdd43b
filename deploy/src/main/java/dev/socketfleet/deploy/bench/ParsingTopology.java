package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.topology.StreamsProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;

/**
 * The least that any application of Kafka Streams does with snapshots: it parses them, with our
 * parser and our settings, and keeps nothing. Arguments: the configuration, each key followed by
 * its value.
 */
final class ParsingTopology {

  private ParsingTopology() {}

  public static void main(String[] args) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      settings.put(args[i], args[i + 1]);
    }
    StreamsConfig config = StreamsConfig.load(Optional.empty(), Map.of(), settings);
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(
            config.topics().snapshots(),
            Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withOffsetResetPolicy(AutoOffsetReset.earliest()))
        .filter((host, json) -> sockets(json) < 0)
        .foreach((host, json) -> {});
    KafkaStreams streams = new KafkaStreams(builder.build(), StreamsProperties.of(config));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(5))));
    streams.start();
  }

  private static long sockets(byte[] json) {
    try {
      return SnapshotCodec.decode(json).totals().total();
    } catch (MalformedRecordException e) {
      return 0;
    }
  }
}
