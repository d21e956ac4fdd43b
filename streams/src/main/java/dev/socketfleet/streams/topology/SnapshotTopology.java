package dev.socketfleet.streams.topology;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.streams.host.EngineSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
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
 *                \---------- stores: hosts, latest-snapshots, host-windows
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
   */
  public static Topology build(
      Topics topics,
      EngineSettings settings,
      ProcessorSupplier<byte[], byte[], byte[], byte[]> hostStage) {
    ByteArrayDeserializer read = new ByteArrayDeserializer();
    ByteArraySerializer write = new ByteArraySerializer();
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            StoreNames.SOURCE,
            new AppendTime(),
            read,
            read,
            topics.snapshots())
        .addProcessor(StoreNames.HOST_STAGE, hostStage, StoreNames.SOURCE)
        .addStateStore(keyValue(StoreNames.HOSTS), StoreNames.HOST_STAGE)
        .addStateStore(keyValue(StoreNames.LATEST), StoreNames.HOST_STAGE)
        .addStateStore(windows(settings), StoreNames.HOST_STAGE)
        .addSink(StoreNames.COUNTS_SINK, topics.counts(), write, write, StoreNames.HOST_STAGE)
        .addSink(StoreNames.ALERTS_SINK, topics.alerts(), write, write, StoreNames.HOST_STAGE)
        .addSink(
            StoreNames.ALERT_EVENTS_SINK, topics.alertEvents(), write, write, StoreNames.HOST_STAGE)
        .addSink(
            StoreNames.DEAD_LETTERS_SINK,
            topics.deadLetters(),
            write,
            write,
            StoreNames.HOST_STAGE);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> keyValue(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(CHANGELOG);
  }

  private static StoreBuilder<WindowStore<String, byte[]>> windows(EngineSettings settings) {
    Duration retention = settings.retention().plus(settings.windowSize());
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(
                StoreNames.WINDOWS, retention, settings.windowSize(), false),
            Serdes.String(),
            Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(CHANGELOG);
  }
}
