package dev.socketfleet.streams.topology;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.common.wire.WindowCountsCodec;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.metrics.StreamsCounters;
import dev.socketfleet.streams.query.HostSummary;
import dev.socketfleet.streams.rule.RuleSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology with real stores and without a broker. Offsets count from 0 in each. */
final class DrivenStage implements AutoCloseable {

  static final Topics TOPICS = Topics.withDefaultPrefix();

  static final EngineSettings SETTINGS =
      new EngineSettings(
          EngineSettings.DEFAULT.windowSize(),
          EngineSettings.DEFAULT.grace(),
          EngineSettings.DEFAULT.closeSpread(),
          EngineSettings.DEFAULT.retention(),
          EngineSettings.DEFAULT.coarseSize(),
          EngineSettings.DEFAULT.coarseRetention(),
          EngineSettings.DEFAULT.retireAfter(),
          EngineSettings.DEFAULT.alertRetention(),
          Set.of("dc"));

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> input;
  private final TestOutputTopic<byte[], byte[]> counts;
  private final TestOutputTopic<byte[], byte[]> alerts;
  private final TestOutputTopic<byte[], byte[]> deadLetters;
  private final List<KeyValue<String, WindowCounts>> fleet = new ArrayList<>();

  /** What the broker's clock says to a stage that has read everything; empty when it has not. */
  OptionalLong readUpTo = OptionalLong.empty();

  /** The state stores' content, as a changelog would bring it back. */
  record State(
      List<KeyValue<String, byte[]>> hosts, List<KeyValue<Windowed<String>, byte[]>> windows) {

    static final State EMPTY = new State(List.of(), List.of());
  }

  DrivenStage(Path folder, Supplier<RuleSet> rules, State before) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "driven");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver = new TopologyTestDriver(topology(rules, before), properties, Instant.EPOCH);
    ByteArrayDeserializer read = new ByteArrayDeserializer();
    input =
        driver.createInputTopic(
            TOPICS.snapshots(), new ByteArraySerializer(), new ByteArraySerializer());
    counts = driver.createOutputTopic(TOPICS.counts(), read, read);
    alerts = driver.createOutputTopic(TOPICS.alertEvents(), read, read);
    deadLetters = driver.createOutputTopic(TOPICS.deadLetters(), read, read);
  }

  private Topology topology(Supplier<RuleSet> rules, State before) {
    StreamsCounters counters = new StreamsCounters(meters);
    return SnapshotTopology.build(
        TOPICS,
        SETTINGS,
        () ->
            new Restored(
                before,
                new HostStage(
                    SETTINGS,
                    output -> new HostEngine(SETTINGS, rules, output),
                    rules,
                    (partition, position) -> readUpTo,
                    counters,
                    true)),
        () -> new FleetStage(SETTINGS, rules, counters, true));
  }

  /** Fills the stores before the stage opens, since the driver has no changelog. */
  private record Restored(State before, HostStage stage)
      implements Processor<byte[], byte[], byte[], byte[]> {

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
      KeyValueStore<String, byte[]> hosts = context.getStateStore(StoreNames.HOSTS);
      before.hosts().forEach(it -> hosts.put(it.key, it.value));
      WindowStore<String, byte[]> windows = context.getStateStore(StoreNames.WINDOWS);
      before.windows().forEach(it -> windows.put(it.key.key(), it.value, it.key.window().start()));
      stage.init(context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      stage.process(record);
    }
  }

  State state() {
    List<KeyValue<Windowed<String>, byte[]>> windows = new ArrayList<>();
    WindowStore<String, byte[]> store = driver.getWindowStore(StoreNames.WINDOWS);
    try (KeyValueIterator<Windowed<String>, byte[]> all = store.all()) {
      all.forEachRemaining(windows::add);
    }
    return new State(all(StoreNames.HOSTS), windows);
  }

  private List<KeyValue<String, byte[]>> all(String store) {
    List<KeyValue<String, byte[]>> entries = new ArrayList<>();
    KeyValueStore<String, byte[]> opened = driver.getKeyValueStore(store);
    try (KeyValueIterator<String, byte[]> all = opened.all()) {
      all.forEachRemaining(entries::add);
    }
    return entries;
  }

  /** Appended when it was captured. */
  void pipe(Snapshot snapshot) {
    pipe(snapshot, snapshot.capturedAt().toEpochMilli());
  }

  void pipe(Snapshot snapshot, long appendMs) {
    pipe(
        snapshot.host().getBytes(StandardCharsets.UTF_8), SnapshotCodec.encode(snapshot), appendMs);
  }

  void pipe(byte @Nullable [] key, byte @Nullable [] value, long appendMs) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("sentAtMs", Long.toString(appendMs).getBytes(StandardCharsets.UTF_8));
    input.pipeInput(new TestRecord<>(key, value, headers, Instant.ofEpochMilli(appendMs)));
  }

  /** The wall clock goes on for a second, and nothing is left to read. */
  void tick(long nowMs) {
    readUpTo = OptionalLong.of(nowMs);
    driver.advanceWallClockTime(Duration.ofSeconds(1));
  }

  /** Closed windows of hosts since the last call; those of the fleet are kept for the other one. */
  List<WindowCounts> counts() throws MalformedRecordException {
    List<WindowCounts> decoded = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record : counts.readRecordsToList()) {
      WindowCounts window = WindowCountsCodec.decode(record.value());
      if (window.host().isEmpty()) {
        fleet.add(KeyValue.pair(new String(record.key(), StandardCharsets.UTF_8), window));
        continue;
      }
      if (!window.host().orElseThrow().equals(new String(record.key(), StandardCharsets.UTF_8))) {
        throw new AssertionError("a window has the key of another host");
      }
      decoded.add(window);
    }
    return decoded;
  }

  /** Closed windows of the fleet since the last call, by key. */
  List<KeyValue<String, WindowCounts>> fleetCounts() throws MalformedRecordException {
    counts();
    List<KeyValue<String, WindowCounts>> all = List.copyOf(fleet);
    fleet.clear();
    return all;
  }

  List<Alert> alertEvents() throws MalformedRecordException {
    List<Alert> decoded = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record : alerts.readRecordsToList()) {
      decoded.add(AlertCodec.decode(record.value()));
    }
    return decoded;
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters.readRecordsToList();
  }

  HostSummary summary(String host, long nowMs) {
    KeyValueStore<String, byte[]> hosts = driver.getKeyValueStore(StoreNames.HOSTS);
    return HostsReader.read(hosts, host).orElseThrow().head().summary(nowMs);
  }

  static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    driver.close();
  }
}
