package dev.socketfleet.streams.topology;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.streams.host.EngineSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * What flows where.
 *
 * <pre>
 * snapshots -> host stage -> counts
 *                |  |   \--> alerts, alert-events
 *                |  \------> dead-letters
 *                \-> fleet stage -> counts, alerts, alert-events
 * </pre>
 *
 * <p>Snapshots are keyed by host and stay in their partition: ports fan out inside the processor,
 * nothing is repartitioned. Records are bytes until the host stage, so that there is one place that
 * judges them and one way for bad ones.
 */
public final class SnapshotTopology {

  private static final Map<String, String> CHANGELOG =
      Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.MAX_DERIVED_BYTES));

  private SnapshotTopology() {}

  /**
   * Builds the topology.
   *
   * @param hostStage makes the processor of the host stage, one per task
   * @param fleetStage the same for the stage of the fleet
   */
  public static Topology build(
      Topics topics,
      EngineSettings settings,
      ProcessorSupplier<byte[], byte[], byte[], byte[]> hostStage,
      ProcessorSupplier<byte[], byte[], byte[], byte[]> fleetStage) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(keyValue(StoreNames.HOSTS));
    Duration size = settings.windowSize();
    // A late snapshot derives its coarse window anew: all of the windows in it must be there.
    Duration retention = settings.retention().plus(settings.coarseSize().multipliedBy(2));
    builder.addStateStore(windows(StoreNames.WINDOWS, retention, size));
    builder.addStateStore(
        windows(
            StoreNames.COARSE_WINDOWS,
            settings.coarseRetention().plus(settings.coarseSize()),
            settings.coarseSize()));
    builder.addStateStore(windows(StoreNames.FLEET_PARTIALS, retention, size));
    builder.addStateStore(windows(StoreNames.FLEET_WINDOWS, retention, size));
    builder.addStateStore(keyValue(StoreNames.FLEET_PENDING));
    builder.addStateStore(keyValue(StoreNames.FLEET_LATEST));
    builder.addStateStore(keyValue(StoreNames.FLEET_ALERTS));
    builder.stream(
            topics.snapshots(),
            Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withName(StoreNames.SOURCE)
                .withTimestampExtractor(new AppendTime())
                .withOffsetResetPolicy(AutoOffsetReset.earliest()))
        .process(
            hostStage,
            Named.as(StoreNames.HOST_STAGE),
            StoreNames.HOSTS,
            StoreNames.WINDOWS,
            StoreNames.COARSE_WINDOWS)
        .repartition(
            Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withName(StoreNames.FLEET_TOPIC))
        .process(
            fleetStage,
            Named.as(StoreNames.FLEET_STAGE),
            StoreNames.FLEET_PARTIALS,
            StoreNames.FLEET_WINDOWS,
            StoreNames.FLEET_PENDING,
            StoreNames.FLEET_LATEST,
            StoreNames.FLEET_ALERTS);
    Topology topology = builder.build();
    sink(topology, StoreNames.COUNTS_SINK, topics.counts(), StoreNames.HOST_STAGE);
    sink(topology, StoreNames.ALERTS_SINK, topics.alerts(), StoreNames.HOST_STAGE);
    sink(topology, StoreNames.ALERT_EVENTS_SINK, topics.alertEvents(), StoreNames.HOST_STAGE);
    sink(topology, StoreNames.DEAD_LETTERS_SINK, topics.deadLetters(), StoreNames.HOST_STAGE);
    sink(topology, StoreNames.FLEET_COUNTS_SINK, topics.counts(), StoreNames.FLEET_STAGE);
    sink(topology, StoreNames.FLEET_ALERTS_SINK, topics.alerts(), StoreNames.FLEET_STAGE);
    sink(
        topology, StoreNames.FLEET_ALERT_EVENTS_SINK, topics.alertEvents(), StoreNames.FLEET_STAGE);
    return topology;
  }

  private static void sink(Topology topology, String name, String topic, String stage) {
    ByteArraySerializer write = new ByteArraySerializer();
    topology.addSink(name, topic, write, write, stage);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> keyValue(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(CHANGELOG);
  }

  private static StoreBuilder<WindowStore<String, byte[]>> windows(
      String name, Duration retention, Duration size) {
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(name, retention, size, false),
            Serdes.String(),
            Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(CHANGELOG);
  }
}
