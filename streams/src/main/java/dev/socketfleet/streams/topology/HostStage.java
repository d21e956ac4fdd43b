package dev.socketfleet.streams.topology;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.HostId;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.common.wire.WindowCountsCodec;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.fleet.FleetWindow;
import dev.socketfleet.streams.fleet.PartialSums;
import dev.socketfleet.streams.fleet.PartitionTrouble;
import dev.socketfleet.streams.fleet.TroubleReports;
import dev.socketfleet.streams.host.Arrival;
import dev.socketfleet.streams.host.EngineOutput;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.host.HostRecord;
import dev.socketfleet.streams.host.Outcome;
import dev.socketfleet.streams.host.SavedHost;
import dev.socketfleet.streams.metrics.StreamsCounters;
import dev.socketfleet.streams.report.ReportingHost;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.HostWindow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the host engine to Kafka: bytes in, state stores and sinks out, one instance per task and
 * thread. Every record that is no snapshot goes to the dead letters with its reason.
 */
final class HostStage implements Processor<byte[], byte[], byte[], byte[]>, EngineOutput {

  private static final Logger log = LoggerFactory.getLogger(HostStage.class);

  private static final Duration TICK = Duration.ofMillis(200);

  /** Hosts that are added to the fleet between two snapshots, and when there are none. */
  private static final int SUMMED_A_RECORD = 8;

  private static final int SUMMED_A_TICK = 50;

  private static final String SENT_AT_HEADER = "sentAtMs";
  private static final long MIN_DURABLE_AFTER_MS = 1_000;

  private final EngineFactory engines;
  private final Supplier<RuleSet> rules;
  private final PartitionClock clock;
  private final StreamsCounters counters;
  private final boolean resend;

  /** Hosts of which it was said once that they cannot be judged; the counter tells the rest. */
  private final Set<String> failing = new HashSet<>();

  private final EngineSettings settings;
  private @Nullable Running running;

  /** Makes the engine of a task around its output. */
  interface EngineFactory {
    HostEngine create(EngineOutput output);
  }

  /** What a task has while it runs. */
  private record Running(
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<String, byte[]> hosts,
      WindowStore<String, byte[]> windows,
      WindowStore<String, byte[]> coarseWindows,
      HostEngine engine,
      PartialSums partials,
      TroubleReports reports) {}

  private Position position = Position.START;
  private long durableAfterMs;
  private boolean resumed;
  private long clockMs;

  /**
   * How far the partition was read.
   *
   * @param offset the next one
   * @param appendMs the broker's time of the record before it; offsets begin anew in a topic that
   *     was made anew, but time goes on
   */
  private record Position(long offset, long appendMs) {

    static final Position START = new Position(0, 0);

    Position later(Position other) {
      boolean ahead =
          other.appendMs > appendMs || (other.appendMs == appendMs && other.offset > offset);
      return ahead ? other : this;
    }

    byte[] encode() {
      BinaryWriter out = new BinaryWriter();
      out.varint(offset);
      out.varint(appendMs);
      return out.toByteArray();
    }

    static Position decode(byte[] bytes) {
      BinaryReader in = new BinaryReader(bytes);
      return new Position(in.varint(), in.varint());
    }
  }

  HostStage(
      EngineSettings settings,
      EngineFactory engines,
      Supplier<RuleSet> rules,
      PartitionClock clock,
      StreamsCounters counters,
      boolean resend) {
    this.settings = settings;
    this.engines = engines;
    this.rules = rules;
    this.clock = clock;
    this.counters = counters;
    this.resend = resend;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    running =
        new Running(
            context,
            context.getStateStore(StoreNames.HOSTS),
            context.getStateStore(StoreNames.WINDOWS),
            context.getStateStore(StoreNames.COARSE_WINDOWS),
            engines.create(this),
            new PartialSums(
                settings.fleetLabels(),
                settings.windowSize().toMillis(),
                settings.closedAfter().toMillis(),
                new PartitionHosts(),
                this::sendPartial),
            new TroubleReports(
                settings.fleetLabels(),
                action ->
                    running().engine().hosts().stream()
                        .filter(host -> !host.isRetired())
                        .forEach(host -> action.accept(new ReportingHost(host))),
                this::sendTrouble));
    position = Position.START;
    durableAfterMs = durableAfterMs(context);
    clockMs = 0;
    resumed = false;
    restore();
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> letTimePass());
  }

  /** Several commits, and time for a slow one. */
  private static long durableAfterMs(ProcessorContext<byte[], byte[]> context) {
    Object commitMs = context.appConfigs().get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
    long interval = commitMs == null ? 0 : Long.parseLong(commitMs.toString());
    return Math.max(MIN_DURABLE_AFTER_MS, 3 * interval);
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("the host stage works between init and close only");
    }
    return running;
  }

  private void restore() {
    try (KeyValueIterator<String, byte[]> all = running().hosts().all()) {
      new HostsReader(all)
          .forEach(
              saved -> {
                HostRecord host = running().engine().restore(saved);
                position =
                    position.later(
                        new Position(host.includedOffset() + 1, host.includedAppendMs()));
                // What was closed just before the last owner stopped may not have reached the
                // fleet.
                host.recentlyClosed().forEach(startMs -> running().partials().closed(startMs, 0));
              });
    }
    byte[] known = running().hosts().get(HostKeys.POSITION);
    position = known == null ? position : position.later(Position.decode(known));
  }

  /** The wall clock counts only once everything is read that was appended until then. */
  private void letTimePass() {
    resumeOnce();
    clock
        .readUpTo(running().context().taskId().partition(), position.offset())
        .ifPresent(nowMs -> advance(nowMs, SUMMED_A_TICK));
    running().reports().advance(wallMs(), rules.get());
  }

  private void advance(long nowMs, int summed) {
    running().engine().advance(nowMs);
    clockMs = Math.max(clockMs, nowMs);
    running().partials().advance(clockMs, summed);
  }

  private void resumeOnce() {
    if (!resumed) {
      resumed = true;
      running().engine().resume(resend);
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    resumeOnce();
    RecordMetadata source =
        running()
            .context()
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record of a topic has metadata"));
    position = new Position(source.offset() + 1, record.timestamp());
    advance(record.timestamp(), SUMMED_A_RECORD);
    try {
      if (record.value() == null) {
        retire(hostOf(record), source.offset(), record.timestamp());
        return;
      }
      Snapshot snapshot = decode(record);
      Arrival arrival =
          new Arrival(snapshot, source.offset(), record.timestamp(), sentAtMs(record.headers()));
      count(running().engine().apply(arrival));
    } catch (MalformedRecordException e) {
      deadLetter(record, source, e);
    } catch (KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      // A defect of ours must not stop everybody's counts: the host goes back to what was stored.
      log.error("A snapshot at {} could not be counted", place(source), e);
      forget(record);
      deadLetter(
          record, source, new MalformedRecordException(Reason.PROCESSING_FAILED, e.toString()));
    }
  }

  /** A host that nobody knows leaves no record with the offset, as a dead letter does not. */
  private void retire(String host, long offset, long appendMs) {
    if (running().engine().retire(host, offset, appendMs)) {
      log.info("Host {} was forgotten", host);
      counters.hostForgotten();
    }
    running().hosts().put(HostKeys.POSITION, position.encode());
  }

  private static String hostOf(Record<byte[], byte[]> record) throws MalformedRecordException {
    String host = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    if (!HostId.isValid(host)) {
      throw new MalformedRecordException(
          Reason.EMPTY, "a snapshot needs a key (the host id) and a value");
    }
    return host;
  }

  private void count(Outcome outcome) {
    switch (outcome) {
      case APPLIED -> counters.snapshotApplied();
      case DUPLICATE -> counters.duplicate();
      case TOO_LATE -> counters.late();
      case INCOMPLETE -> counters.incomplete();
      case REPLAYED -> {}
    }
  }

  private static Snapshot decode(Record<byte[], byte[]> record) throws MalformedRecordException {
    if (record.key() == null) {
      throw new MalformedRecordException(
          Reason.EMPTY, "a snapshot needs a key (the host id) and a value");
    }
    Snapshot snapshot = SnapshotCodec.decode(record.value());
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (!key.equals(snapshot.host())) {
      throw new MalformedRecordException(
          Reason.KEY_MISMATCH,
          "the key was '%s' but the snapshot speaks of host '%s'"
              .formatted(Quoted.of(key), Quoted.of(snapshot.host())));
    }
    return snapshot;
  }

  private static OptionalLong sentAtMs(Headers headers) {
    Header header = headers.lastHeader(SENT_AT_HEADER);
    if (header == null || header.value() == null || header.value().length > 20) {
      return OptionalLong.empty();
    }
    try {
      long sentAtMs = Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
      return sentAtMs < 0 ? OptionalLong.empty() : OptionalLong.of(sentAtMs);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private void forget(Record<byte[], byte[]> record) {
    String host = new String(record.key(), StandardCharsets.UTF_8);
    running().engine().forget(host);
    savedHost(host).ifPresent(running().engine()::restore);
  }

  private void deadLetter(
      Record<byte[], byte[]> record, RecordMetadata source, MalformedRecordException refusal) {
    counters.deadLetter(refusal.reason());
    Headers headers = new RecordHeaders(record.headers());
    headers.add("socketfleet.reason", utf8(refusal.reason().wireName()));
    headers.add("socketfleet.detail", utf8(Quoted.of(String.valueOf(refusal.getMessage()), 500)));
    headers.add("socketfleet.source", utf8(place(source)));
    running().context().forward(record.withHeaders(headers), StoreNames.DEAD_LETTERS_SINK);
    running().hosts().put(HostKeys.POSITION, position.encode());
  }

  private static String place(RecordMetadata source) {
    return source.topic() + "-" + source.partition() + "-" + source.offset();
  }

  @Override
  public void saveHost(String host, byte[] record) {
    running().hosts().put(host, record);
  }

  @Override
  public void saveDelta(String host, int place, byte[] delta) {
    running().hosts().put(HostKeys.delta(host, place), delta);
  }

  @Override
  public Optional<SavedHost> savedHost(String host) {
    return HostsReader.read(running().hosts(), host);
  }

  @Override
  public void judgingFailed(String host, RuntimeException cause) {
    counters.judgingFailed();
    if (failing.add(host)) {
      log.error("Host {} cannot be judged: its alerts stay as they are", host, cause);
    }
  }

  @Override
  public void removeHost(String host) {
    running().hosts().delete(host);
    for (int place = 0; place < SavedHost.MAX_DELTAS; place++) {
      running().hosts().delete(HostKeys.delta(host, place));
    }
  }

  @Override
  public Optional<HostWindow> closedWindow(String host, long startMs) {
    return Optional.ofNullable(running().windows().fetch(host, startMs))
        .map(bytes -> HostWindow.decode(new BinaryReader(bytes)));
  }

  @Override
  public void saveWindow(String host, long startMs, byte[] window) {
    running().windows().put(host, window, startMs);
    running().partials().closed(startMs, clockMs);
    counters.windowClosed();
  }

  @Override
  public List<HostWindow> closedWindows(String host, long fromMs, long toMs) {
    List<HostWindow> windows = new ArrayList<>();
    try (WindowStoreIterator<byte[]> all = running().windows().fetch(host, fromMs, toMs - 1)) {
      while (all.hasNext()) {
        KeyValue<Long, byte[]> entry = all.next();
        try {
          windows.add(HostWindow.decode(new BinaryReader(entry.value)));
        } catch (BinaryFormatException e) {
          // One damaged window must not stop the host's, nor the partition.
          log.error("The window of host {} at {} is left out", host, entry.key, e);
        }
      }
    }
    return windows;
  }

  @Override
  public void saveCoarseWindow(String host, long startMs, byte[] window) {
    running().coarseWindows().put(host, window, startMs);
  }

  @Override
  public long wallMs() {
    return running().context().currentSystemTimeMs();
  }

  /** Each commit waits for all that was written before it. */
  @Override
  public long durableBeforeMs() {
    return wallMs() - durableAfterMs;
  }

  @Override
  public void publish(WindowCounts window) {
    byte[] json = WindowCountsCodec.encode(window);
    if (json.length > MAX_VALUE_BYTES) {
      json = WindowCountsCodec.encode(window.withoutEndpoints());
    }
    send(StoreNames.COUNTS_SINK, window.host().orElse(""), json);
  }

  @Override
  public void publish(Alert alert) {
    log.info(
        "Alert {} {} ({}): {}",
        alert.rule().id(),
        alert.status().wireName(),
        alert.transition(),
        alert.summary());
    counters.transition(alert.status());
    byte[] json = AlertCodec.encode(alert);
    send(StoreNames.ALERTS_SINK, alert.id(), json);
    send(StoreNames.ALERT_EVENTS_SINK, alert.id(), json);
  }

  /** The first partition speaks for all, so that there is one writer. */
  @Override
  public void publishStanding(Alert alert) {
    if (running().context().taskId().partition() == 0) {
      send(StoreNames.ALERTS_SINK, alert.id(), AlertCodec.encode(alert));
    }
  }

  @Override
  public void publishForgotten(String alertId) {
    send(StoreNames.ALERTS_SINK, alertId, null);
  }

  /** The hosts of this task, for the sums over them. */
  private final class PartitionHosts implements PartialSums.Hosts {

    @Override
    public List<PartialSums.Host> all() {
      return running().engine().hosts().stream()
          .filter(host -> !host.isRetired())
          .map(host -> new PartialSums.Host(host.host(), host.labels()))
          .toList();
    }

    @Override
    public Optional<WindowCounts> window(String host, long startMs) {
      try {
        return closedWindow(host, startMs).map(window -> window.counts(host));
      } catch (BinaryFormatException e) {
        // One damaged window must not stop the fleet's: the host shows up as missing in it.
        log.error("The window of host {} at {} cannot be added to the fleet", host, startMs, e);
        return Optional.empty();
      }
    }
  }

  private void sendPartial(FleetScope scope, FleetWindow sum) {
    ProcessorContext<byte[], byte[]> context = running().context();
    context.forward(
        new Record<byte[], byte[]>(
            utf8(scope.text()),
            FleetStage.encode(context.taskId().partition(), sum),
            context.currentSystemTimeMs()),
        StoreNames.FLEET_TOPIC_ENTRY);
  }

  private void sendTrouble(FleetScope scope, PartitionTrouble trouble) {
    ProcessorContext<byte[], byte[]> context = running().context();
    context.forward(
        new Record<byte[], byte[]>(
            utf8(scope.text()),
            FleetStage.encode(context.taskId().partition(), trouble),
            context.currentSystemTimeMs()),
        StoreNames.FLEET_TOPIC_ENTRY);
  }

  private void send(String sink, String key, byte @Nullable [] value) {
    ProcessorContext<byte[], byte[]> context = running().context();
    context.forward(
        new Record<byte[], byte[]>(utf8(key), value, context.currentSystemTimeMs()), sink);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
