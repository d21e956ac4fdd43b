package dev.socketfleet.streams.topology;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.fleet.FleetWindow;
import dev.socketfleet.streams.fleet.PublishedWindow;
import dev.socketfleet.streams.host.HostRecord;
import dev.socketfleet.streams.host.SavedHost;
import dev.socketfleet.streams.query.FleetReader;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.HostSummary;
import dev.socketfleet.streams.query.LatestSnapshot;
import dev.socketfleet.streams.query.StoresUnavailableException;
import dev.socketfleet.streams.query.TimeRange;
import dev.socketfleet.streams.query.WindowSlice;
import dev.socketfleet.streams.window.WindowPart;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads this instance's state stores: those it owns, all that it has a copy of, or one before the
 * other. What belongs to one host or scope is read from its partition, so that "not there" is said
 * by who has the partition and by nobody else. Safe for any thread.
 *
 * <p>While an owner is away a standby is as old as the last word of the owner, which tells nothing
 * of whether its hosts are silent: none of them is called so.
 */
public final class StoreReader implements HostReader, FleetReader {

  private static final Logger log = LoggerFactory.getLogger(StoreReader.class);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Supplier<KafkaStreams> streams;
  private final Function<SavedHost, HostRecord> replay;
  private final long coarseMs;
  private final Clock clock;
  private final IntSupplier partitionCount;
  private final CopyLags lags;
  private final Reach reach;
  private final Optional<Set<Integer>> within;

  /** What a reader reads. */
  enum Reach {
    /** What the instance owns: over all instances each host once. */
    OWN,
    /** All that it holds and that is as new as its changelog, owned or not. */
    COPIES,
    /** All that it holds, be it half restored. */
    REMNANTS,
    /** What it owns, and the copies where it does not own what is asked for. */
    EITHER
  }

  /**
   * A reader.
   *
   * @param replay see {@link dev.socketfleet.streams.host.HostEngine#view}
   * @param coarse the size of the coarse windows
   * @param partitionCount of the topic of snapshots; 0 while it is not known
   */
  StoreReader(
      Supplier<KafkaStreams> streams,
      Function<SavedHost, HostRecord> replay,
      Duration coarse,
      Clock clock,
      IntSupplier partitionCount,
      CopyLags lags,
      Reach reach) {
    this(streams, replay, coarse.toMillis(), clock, partitionCount, lags, reach, Optional.empty());
  }

  private StoreReader(
      Supplier<KafkaStreams> streams,
      Function<SavedHost, HostRecord> replay,
      long coarseMs,
      Clock clock,
      IntSupplier partitionCount,
      CopyLags lags,
      Reach reach,
      Optional<Set<Integer>> within) {
    this.streams = streams;
    this.replay = replay;
    this.coarseMs = coarseMs;
    this.clock = clock;
    this.partitionCount = partitionCount;
    this.lags = lags;
    this.reach = reach;
    this.within = within;
  }

  /** The same instance's stores, each in what it holds of it: its own, or standbys as well. */
  private final class Stores {

    private final boolean own;
    private final OptionalInt partition;

    Stores(boolean own, OptionalInt partition) {
      this.own = own;
      this.partition = partition;
    }

    boolean isThere() {
      try {
        return keyValue(StoreNames.HOSTS).approximateNumEntries() >= 0;
      } catch (InvalidStateStoreException e) {
        return false;
      }
    }

    ReadOnlyKeyValueStore<String, byte[]> keyValue(String name) {
      return store(name, QueryableStoreTypes.keyValueStore());
    }

    ReadOnlyWindowStore<String, byte[]> windows(String name) {
      return store(name, QueryableStoreTypes.windowStore());
    }

    private <T> T store(String name, QueryableStoreType<T> type) {
      StoreQueryParameters<T> parameters = StoreQueryParameters.fromNameAndType(name, type);
      if (partition.isPresent()) {
        parameters = parameters.withPartition(partition.getAsInt());
      }
      return streams.get().store(own ? parameters : parameters.enableStaleStores());
    }

    Optional<SavedHost> host(String host) {
      return HostsReader.read(keyValue(StoreNames.HOSTS), host);
    }

    HostSummary summary(HostRecord host) {
      return host.summary(own ? clock.millis() : host.lastAppend().toEpochMilli());
    }

    List<HostSummary> hosts() {
      List<HostSummary> hosts = new ArrayList<>();
      try (KeyValueIterator<String, byte[]> all = keyValue(StoreNames.HOSTS).all()) {
        new HostsReader(all)
            .forEach(
                saved -> {
                  HostRecord host = saved.head();
                  if (!host.isRetired()) {
                    hosts.add(summary(host));
                  }
                });
      }
      return hosts;
    }
  }

  @Override
  public List<HostSummary> hosts() {
    if (within.isPresent()) {
      boolean own = reach == Reach.OWN;
      return reading(
          () ->
              within.get().stream()
                  .flatMap(it -> new Stores(own, OptionalInt.of(it)).hosts().stream())
                  .toList());
    }
    Map<String, HostSummary> hosts = new LinkedHashMap<>();
    if (reach == Reach.OWN || reach == Reach.EITHER) {
      try {
        new Stores(true, OptionalInt.empty()).hosts().forEach(host -> hosts.put(host.host(), host));
      } catch (InvalidStateStoreException e) {
        if (reach == Reach.OWN) {
          throw unavailable(e);
        }
      }
    }
    if (reach != Reach.OWN) {
      reading(() -> new Stores(false, OptionalInt.empty()).hosts())
          .forEach(host -> hosts.putIfAbsent(host.host(), host));
    }
    return List.copyOf(hosts.values());
  }

  @Override
  public Held held(Set<Integer> partitions) {
    boolean own = reach == Reach.OWN;
    Set<Integer> there = new TreeSet<>();
    for (int partition : partitions) {
      boolean readable = reach != Reach.COPIES || lags.areCaughtUp(StoreNames.OF_HOSTS, partition);
      if (readable && new Stores(own, OptionalInt.of(partition)).isThere()) {
        there.add(partition);
      }
    }
    return new Held(
        there,
        new StoreReader(
            streams, replay, coarseMs, clock, partitionCount, lags, reach, Optional.of(there)));
  }

  @Override
  public Optional<LatestSnapshot> latest(String host) {
    return find(
        host,
        StoreNames.OF_HOSTS,
        stores ->
            stores
                .host(host)
                .filter(saved -> !saved.head().isRetired())
                .flatMap(
                    saved ->
                        saved
                            .latest()
                            .map(
                                it ->
                                    new LatestSnapshot(
                                        it.snapshot(),
                                        it.appendedAt(),
                                        stores.summary(saved.head())))));
  }

  @Override
  public Optional<WindowSlice> windows(
      String host, TimeRange range, Duration step, WindowPart part) {
    return find(
        host,
        StoreNames.OF_HOSTS,
        stores ->
            stores
                .host(host)
                .map(replay)
                .map(
                    it ->
                        new WindowsReader(
                                stores.windows(StoreNames.WINDOWS),
                                stores.windows(StoreNames.COARSE_WINDOWS),
                                coarseMs)
                            .read(it, range, step, part)));
  }

  @Override
  public Optional<FleetWindow> latest(FleetScope scope) {
    return find(
        scope.text(),
        StoreNames.OF_FLEET,
        stores ->
            Optional.ofNullable(stores.keyValue(StoreNames.FLEET_LATEST).get(scope.text()))
                .map(FleetWindow::decode));
  }

  @Override
  public List<WindowCounts> windows(
      FleetScope scope, Optional<Endpoint> endpoint, Instant from, Instant to) {
    String key = endpoint.map(scope::key).orElseGet(scope::key);
    return find(
            scope.text(),
            StoreNames.OF_FLEET,
            stores -> {
              List<WindowCounts> windows = new ArrayList<>();
              try (WindowStoreIterator<byte[]> closed =
                  stores.windows(StoreNames.FLEET_WINDOWS).fetch(key, from, to.minusMillis(1))) {
                closed.forEachRemaining(entry -> windows.add(PublishedWindow.decode(entry.value)));
              }
              return windows.isEmpty() ? Optional.empty() : Optional.of(windows);
            })
        .orElse(List.of());
  }

  private <T> Optional<T> find(
      String key, List<String> needed, Function<Stores, Optional<T>> reading) {
    OptionalInt partition = OptionalInt.of(partition(key));
    Stores own = new Stores(true, partition);
    Stores copies = new Stores(false, partition);
    return switch (reach) {
      case OWN -> reading(() -> reading.apply(own));
      case COPIES -> {
        if (!lags.areCaughtUp(needed, partition.getAsInt())) {
          throw new StoresUnavailableException("the copy here is being restored", RETRY_AFTER);
        }
        yield reading(() -> reading.apply(copies));
      }
      case REMNANTS -> reading(() -> reading.apply(copies));
      case EITHER -> {
        try {
          yield reading.apply(own);
        } catch (InvalidStateStoreException e) {
          log.debug("What this instance owns is moving or being restored", e);
        }
        yield reading(() -> reading.apply(copies));
      }
    };
  }

  /** As Kafka's default partitioner, by which collectors and the stages send. */
  private int partition(String key) {
    int count = partitionCount.getAsInt();
    if (count == 0) {
      throw new StoresUnavailableException("the partitions are not known yet", RETRY_AFTER);
    }
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % count;
  }

  private static <T> T reading(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvalidStateStoreException e) {
      throw unavailable(e);
    }
  }

  private static StoresUnavailableException unavailable(InvalidStateStoreException e) {
    return new StoresUnavailableException(
        "the state is moving between instances or is being restored", RETRY_AFTER, e);
  }
}
