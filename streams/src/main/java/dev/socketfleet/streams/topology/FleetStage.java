package dev.socketfleet.streams.topology;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.WindowCountsCodec;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.fleet.FleetAlerts;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.fleet.FleetSums;
import dev.socketfleet.streams.fleet.FleetSums.Window;
import dev.socketfleet.streams.fleet.FleetWindow;
import dev.socketfleet.streams.fleet.PartitionTrouble;
import dev.socketfleet.streams.fleet.PublishedWindow;
import dev.socketfleet.streams.host.EngineOutput;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.metrics.StreamsCounters;
import dev.socketfleet.streams.rule.RuleSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the fleet to Kafka: sums of partitions and what their hosts have to tell in, state stores,
 * closed windows and alerts about many hosts out.
 */
final class FleetStage
    implements Processor<byte[], byte[], byte[], byte[]>, FleetSums.Store, FleetSums.Receiver {

  private static final Logger log = LoggerFactory.getLogger(FleetStage.class);

  private static final Duration TICK = Duration.ofSeconds(1);

  /** How many partitions there are, beside the windows that are pending. */
  private static final String PARTITIONS_KEY = "*partitions";

  private static final char SEPARATOR = '\u0000';

  /** Where a sum has its partition: no partition has that number. */
  private static final int TROUBLE = Integer.MAX_VALUE;

  private final EngineSettings settings;
  private final Supplier<RuleSet> rules;
  private final StreamsCounters counters;
  private final boolean resend;
  private final FleetSums sums = new FleetSums(this, this);
  private final Map<String, FleetAlerts> alerts = new TreeMap<>();
  private @Nullable Running running;
  private int partitions;

  /** What a task has while it runs. */
  private record Running(
      ProcessorContext<byte[], byte[]> context,
      WindowStore<String, byte[]> partials,
      WindowStore<String, byte[]> windows,
      KeyValueStore<String, byte[]> pending,
      KeyValueStore<String, byte[]> latest,
      KeyValueStore<String, byte[]> alerts) {}

  FleetStage(
      EngineSettings settings, Supplier<RuleSet> rules, StreamsCounters counters, boolean resend) {
    this.settings = settings;
    this.rules = rules;
    this.counters = counters;
    this.resend = resend;
  }

  /** The value that carries the sum of a partition. */
  static byte[] encode(int partition, FleetWindow partial) {
    BinaryWriter out = new BinaryWriter();
    out.varint(partition);
    out.byteArray(partial.encode());
    return out.toByteArray();
  }

  /** The value that carries what the hosts of a partition have to tell. */
  static byte[] encode(int partition, PartitionTrouble trouble) {
    BinaryWriter out = new BinaryWriter();
    out.varint(TROUBLE);
    out.varint(partition);
    out.byteArray(trouble.encode());
    return out.toByteArray();
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    running =
        new Running(
            context,
            context.getStateStore(StoreNames.FLEET_PARTIALS),
            context.getStateStore(StoreNames.FLEET_WINDOWS),
            context.getStateStore(StoreNames.FLEET_PENDING),
            context.getStateStore(StoreNames.FLEET_LATEST),
            context.getStateStore(StoreNames.FLEET_ALERTS));
    byte[] known = running().pending().get(PARTITIONS_KEY);
    partitions = known == null ? 0 : new BinaryReader(known).varint(Integer.MAX_VALUE);
    sums.restore(context.currentSystemTimeMs());
    alerts.clear();
    restoreAlerts(context.currentSystemTimeMs());
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::advance);
  }

  private void restoreAlerts(long nowMs) {
    try (KeyValueIterator<String, byte[]> all = running().alerts().all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        int separator = entry.key.indexOf(SEPARATOR);
        try {
          if (separator < 0) {
            alerts(entry.key).restore(entry.value);
          } else {
            alerts(entry.key.substring(0, separator))
                .told(
                    Integer.parseInt(entry.key.substring(separator + 1)),
                    PartitionTrouble.decode(entry.value));
          }
        } catch (BinaryFormatException e) {
          // Damaged alerts are judged anew; they must not stop the sums.
          log.error("What is stored under {} is left out", Quoted.of(entry.key), e);
        }
      }
    }
    if (resend) {
      alerts.values().forEach(it -> it.resume(nowMs));
    }
  }

  private FleetAlerts alerts(String scope) {
    FleetAlerts known = alerts.get(scope);
    if (known != null) {
      return known;
    }
    FleetScope named = new FleetScope(scope);
    FleetAlerts fresh =
        new FleetAlerts(named, settings.alertRetention().toMillis(), new AlertsOutput(named));
    byte[] window = running().latest().get(scope);
    if (window != null) {
      fresh.knows(FleetWindow.decode(window));
    }
    alerts.put(scope, fresh);
    return fresh;
  }

  private void advance(long nowMs) {
    sums.advance(nowMs);
    RuleSet inForce = rules.get();
    alerts.values().forEach(it -> it.advance(inForce, nowMs));
  }

  @Override
  public void summed(FleetScope scope, FleetWindow sum) {
    RuleSet inForce = rules.get();
    if (alerts.containsKey(scope.text()) || inForce.isAnyOf(scope.text())) {
      alerts(scope.text()).summed(sum, inForce, running().context().currentSystemTimeMs());
    }
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("the fleet stage works between init and close only");
    }
    return running;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    BinaryReader in = new BinaryReader(record.value());
    int partition = in.varint(Integer.MAX_VALUE);
    if (partition == TROUBLE) {
      troubled(new String(record.key(), StandardCharsets.UTF_8), in);
      return;
    }
    FleetWindow partial = FleetWindow.decode(in.byteArray(Integer.MAX_VALUE));
    if (partition >= partitions) {
      partitions = partition + 1;
      BinaryWriter out = new BinaryWriter();
      out.varint(partitions);
      running().pending().put(PARTITIONS_KEY, out.toByteArray());
    }
    FleetScope scope = new FleetScope(new String(record.key(), StandardCharsets.UTF_8));
    sums.add(scope, partition, partial, running().context().currentSystemTimeMs());
  }

  private void troubled(String scope, BinaryReader in) {
    int partition = in.varint(Integer.MAX_VALUE);
    byte[] bytes = in.byteArray(Integer.MAX_VALUE);
    PartitionTrouble trouble = PartitionTrouble.decode(bytes);
    alerts(scope).told(partition, trouble);
    String key = scope + SEPARATOR + partition;
    if (trouble.hosts() == 0) {
      running().alerts().delete(key);
    } else {
      running().alerts().put(key, bytes);
    }
  }

  private static String key(Window window, int partition) {
    return window.scope().text() + SEPARATOR + partition;
  }

  @Override
  public Map<Integer, FleetWindow> partials(Window window) {
    Map<Integer, FleetWindow> found = new TreeMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      byte[] bytes = running().partials().fetch(key(window, partition), window.startMs());
      if (bytes != null) {
        found.put(partition, FleetWindow.decode(bytes));
      }
    }
    return found;
  }

  @Override
  public void savePartial(Window window, int partition, FleetWindow partial) {
    running().partials().put(key(window, partition), partial.encode(), window.startMs());
  }

  private static String key(Window window) {
    return window.scope().text() + SEPARATOR + window.startMs();
  }

  @Override
  public void remember(Window window) {
    running().pending().put(key(window), new byte[0]);
  }

  @Override
  public void forget(Window window) {
    running().pending().delete(key(window));
  }

  @Override
  public Iterable<Window> remembered() {
    List<Window> windows = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = running().pending().all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        int separator = entry.key.indexOf(SEPARATOR);
        if (separator > 0) {
          windows.add(
              new Window(
                  new FleetScope(entry.key.substring(0, separator)),
                  Long.parseLong(entry.key.substring(separator + 1))));
        }
      }
    }
    return windows;
  }

  @Override
  public Optional<WindowCounts> published(String key, long startMs) {
    return Optional.ofNullable(running().windows().fetch(key, startMs))
        .map(PublishedWindow::decode);
  }

  @Override
  public void savePublished(String key, WindowCounts counts) {
    running().windows().put(key, PublishedWindow.encode(counts), counts.start().toEpochMilli());
  }

  @Override
  public void saveLatest(FleetScope scope, FleetWindow sum) {
    byte[] before = running().latest().get(scope.text());
    if (before == null || FleetWindow.decode(before).startMs() <= sum.startMs()) {
      running().latest().put(scope.text(), sum.encode());
    }
  }

  @Override
  public void publish(String key, WindowCounts counts) {
    send(StoreNames.FLEET_COUNTS_SINK, key, WindowCountsCodec.encode(counts));
  }

  private void send(String sink, String key, byte @Nullable [] value) {
    ProcessorContext<byte[], byte[]> context = running().context();
    context.forward(
        new Record<byte[], byte[]>(
            key.getBytes(StandardCharsets.UTF_8), value, context.currentSystemTimeMs()),
        sink);
  }

  /** Where the alerts of a scope are kept and told. */
  private final class AlertsOutput implements FleetAlerts.Output {

    private final FleetScope scope;
    private boolean failing;

    AlertsOutput(FleetScope scope) {
      this.scope = scope;
    }

    @Override
    public void save(byte[] state) {
      if (state.length > EngineOutput.MAX_VALUE_BYTES) {
        log.error(
            "The alerts of {} take {} bytes but a store takes {}: they are not kept",
            Quoted.of(scope.text()),
            state.length,
            EngineOutput.MAX_VALUE_BYTES);
        return;
      }
      running().alerts().put(scope.text(), state);
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
      send(StoreNames.FLEET_ALERTS_SINK, alert.id(), json);
      send(StoreNames.FLEET_ALERT_EVENTS_SINK, alert.id(), json);
    }

    @Override
    public void publishForgotten(String alertId) {
      send(StoreNames.FLEET_ALERTS_SINK, alertId, null);
    }

    @Override
    public List<Evidence.Point> recent(Endpoint endpoint, SocketState state) {
      byte[] latest = running().latest().get(scope.text());
      long newestMs = latest == null ? 0 : FleetWindow.decode(latest).startMs();
      return sums.recent(scope, endpoint, state, newestMs, settings.windowSize().toMillis());
    }

    @Override
    public void judgingFailed(RuntimeException cause) {
      counters.judgingFailed();
      if (!failing) {
        failing = true;
        log.error(
            "The hosts of {} cannot be judged together: their alerts stay as they are",
            Quoted.of(scope.text()),
            cause);
      }
    }
  }
}
