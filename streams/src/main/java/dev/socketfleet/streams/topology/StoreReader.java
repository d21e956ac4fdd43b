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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
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
 * Reads this instance's state stores: those it owns and, where it does not own what is asked for,
 * its standby copies of another's. Safe for any thread.
 *
 * <p>While an owner is away a standby is as old as the last word of the owner, which tells nothing
 * of whether its hosts are silent: none of them is called so.
 */
public final class StoreReader implements HostReader, FleetReader {

  private static final Logger log = LoggerFactory.getLogger(StoreReader.class);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final KafkaStreams streams;
  private final Function<SavedHost, HostRecord> replay;
  private final long coarseMs;
  private final Clock clock;
  private final boolean standbys;

  /**
   * A reader.
   *
   * @param replay see {@link dev.socketfleet.streams.host.HostEngine#view}
   * @param coarse the size of the coarse windows
   * @param standbys whether to read standbys, too; without them each host of the fleet is read by
   *     one instance only
   */
  StoreReader(
      KafkaStreams streams,
      Function<SavedHost, HostRecord> replay,
      Duration coarse,
      Clock clock,
      boolean standbys) {
    this.streams = streams;
    this.replay = replay;
    this.coarseMs = coarse.toMillis();
    this.clock = clock;
    this.standbys = standbys;
  }

  /** The same instance's stores, each in what it holds of it: its own, or standbys as well. */
  private final class Stores {

    private final boolean own;

    Stores(boolean own) {
      this.own = own;
    }

    ReadOnlyKeyValueStore<String, byte[]> keyValue(String name) {
      return store(name, QueryableStoreTypes.keyValueStore());
    }

    ReadOnlyWindowStore<String, byte[]> windows(String name) {
      return store(name, QueryableStoreTypes.windowStore());
    }

    private <T> T store(String name, QueryableStoreType<T> type) {
      StoreQueryParameters<T> parameters = StoreQueryParameters.fromNameAndType(name, type);
      return streams.store(own ? parameters : parameters.enableStaleStores());
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
    Map<String, HostSummary> hosts = new LinkedHashMap<>();
    Optional<List<HostSummary>> own = find(it -> Optional.of(it.hosts()));
    own.orElseThrow().forEach(host -> hosts.put(host.host(), host));
    if (standbys) {
      for (HostSummary host : reading(() -> new Stores(false).hosts())) {
        hosts.putIfAbsent(host.host(), host);
      }
    }
    return List.copyOf(hosts.values());
  }

  @Override
  public Optional<LatestSnapshot> latest(String host) {
    return find(
        stores ->
            stores
                .host(host)
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
        stores ->
            Optional.ofNullable(stores.keyValue(StoreNames.FLEET_LATEST).get(scope.text()))
                .map(FleetWindow::decode));
  }

  @Override
  public List<WindowCounts> windows(
      FleetScope scope, Optional<Endpoint> endpoint, Instant from, Instant to) {
    String key = endpoint.map(scope::key).orElseGet(scope::key);
    return find(stores -> {
          List<WindowCounts> windows = new ArrayList<>();
          try (WindowStoreIterator<byte[]> closed =
              stores.windows(StoreNames.FLEET_WINDOWS).fetch(key, from, to.minusMillis(1))) {
            closed.forEachRemaining(entry -> windows.add(PublishedWindow.decode(entry.value)));
          }
          return windows.isEmpty() ? Optional.empty() : Optional.of(windows);
        })
        .orElse(List.of());
  }

  /** What this instance owns comes first: its standbys are a little behind their owners. */
  private <T> Optional<T> find(Function<Stores, Optional<T>> reading) {
    if (!standbys) {
      return reading(() -> reading.apply(new Stores(true)));
    }
    Optional<T> found = Optional.empty();
    try {
      found = reading.apply(new Stores(true));
    } catch (InvalidStateStoreException e) {
      log.debug("What this instance owns is moving or being restored", e);
    }
    return found.isPresent() ? found : reading(() -> reading.apply(new Stores(false)));
  }

  private static <T> T reading(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvalidStateStoreException e) {
      throw new StoresUnavailableException(
          "the state is moving between instances or is being restored", RETRY_AFTER, e);
    }
  }
}
