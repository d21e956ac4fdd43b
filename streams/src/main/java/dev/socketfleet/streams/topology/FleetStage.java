package dev.socketfleet.streams.topology;

import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.wire.WindowCountsCodec;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.fleet.FleetSums;
import dev.socketfleet.streams.fleet.FleetSums.Window;
import dev.socketfleet.streams.fleet.FleetWindow;
import dev.socketfleet.streams.fleet.PublishedWindow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** Joins the sums of the fleet to Kafka: partials in, state stores and closed windows out. */
final class FleetStage
    implements Processor<byte[], byte[], byte[], byte[]>, FleetSums.Store, FleetSums.Receiver {

  private static final Duration TICK = Duration.ofSeconds(1);

  /** How many partitions there are, beside the windows that are pending. */
  private static final String PARTITIONS_KEY = "*partitions";

  private static final char SEPARATOR = '\u0000';

  private final FleetSums sums = new FleetSums(this, this);
  private @Nullable Running running;
  private int partitions;

  /** What a task has while it runs. */
  private record Running(
      ProcessorContext<byte[], byte[]> context,
      WindowStore<String, byte[]> partials,
      WindowStore<String, byte[]> windows,
      KeyValueStore<String, byte[]> pending,
      KeyValueStore<String, byte[]> latest) {}

  /** The value that carries the sum of a partition. */
  static byte[] encode(int partition, FleetWindow partial) {
    BinaryWriter out = new BinaryWriter();
    out.varint(partition);
    out.byteArray(partial.encode());
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
            context.getStateStore(StoreNames.FLEET_LATEST));
    byte[] known = running().pending().get(PARTITIONS_KEY);
    partitions = known == null ? 0 : new BinaryReader(known).varint(Integer.MAX_VALUE);
    sums.restore(context.currentSystemTimeMs());
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, sums::advance);
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
    ProcessorContext<byte[], byte[]> context = running().context();
    context.forward(
        new Record<byte[], byte[]>(
            key.getBytes(StandardCharsets.UTF_8),
            WindowCountsCodec.encode(counts),
            context.currentSystemTimeMs()),
        StoreNames.FLEET_COUNTS_SINK);
  }
}
