package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.TimeWindows;

/**
 * The same windows as a book on Kafka Streams would make them: one record for each count, grouped
 * by its key, windowed, aggregated, and held back until the window closes. It counts neither
 * repeats nor hosts, has no owners and no alerts. Arguments: bootstrap servers, snapshots topic,
 * output topic, application id, state folder.
 */
final class TextbookTopology {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(15);

  private TextbookTopology() {}

  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, args[3]);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, Path.of(args[4]).toString());
    // By default thirty seconds, which would be most of the measurement.
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
    KafkaStreams streams = new KafkaStreams(topology(args[1], args[2]), properties);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(5))));
    streams.start();
  }

  private static Topology topology(String snapshots, String output) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(
            snapshots,
            Consumed.with(Serdes.String(), Serdes.ByteArray())
                .withOffsetResetPolicy(AutoOffsetReset.earliest()))
        .flatMap((host, json) -> counts(json))
        .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
        .windowedBy(TimeWindows.ofSizeAndGrace(WINDOW, GRACE))
        .aggregate(
            TextbookTopology::empty,
            (key, count, sums) -> add(sums, count),
            Materialized.with(Serdes.String(), Serdes.ByteArray()))
        .suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()))
        .toStream((window, sums) -> window.key() + "@" + window.window().start())
        .to(output, Produced.with(Serdes.String(), Serdes.ByteArray()));
    return builder.build();
  }

  private static List<KeyValue<String, Long>> counts(byte[] json) {
    try {
      Snapshot snapshot = SnapshotCodec.decode(json);
      List<KeyValue<String, Long>> counts = new ArrayList<>();
      for (Group group : snapshot.groups()) {
        String endpoint = snapshot.host() + "|" + group.endpoint();
        group
            .counts()
            .forEach(
                (state, count) ->
                    counts.add(KeyValue.pair(endpoint + "|" + state.wireName(), count)));
      }
      return counts;
    } catch (MalformedRecordException e) {
      return List.of();
    }
  }

  /** Samples, minimum, maximum, sum, last. */
  private static byte[] empty() {
    return ByteBuffer.allocate(40).putLong(0).putLong(Long.MAX_VALUE).array();
  }

  private static byte[] add(byte[] sums, long count) {
    ByteBuffer before = ByteBuffer.wrap(sums);
    return ByteBuffer.allocate(40)
        .putLong(before.getLong() + 1)
        .putLong(Math.min(before.getLong(), count))
        .putLong(Math.max(before.getLong(), count))
        .putLong(before.getLong() + count)
        .putLong(count)
        .array();
  }
}
