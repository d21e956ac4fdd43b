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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** Reads this instance's state stores. Safe for any thread. */
public final class StoreReader implements HostReader, FleetReader {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final KafkaStreams streams;
  private final Function<SavedHost, HostRecord> replay;
  private final long coarseMs;
  private final Clock clock;

  /**
   * A reader.
   *
   * @param replay see {@link dev.socketfleet.streams.host.HostEngine#view}
   * @param coarse the size of the coarse windows
   */
  StoreReader(
      KafkaStreams streams, Function<SavedHost, HostRecord> replay, Duration coarse, Clock clock) {
    this.coarseMs = coarse.toMillis();
    this.streams = streams;
    this.replay = replay;
    this.clock = clock;
  }

  private interface Reading<T> {
    T read();
  }

  @Override
  public List<HostSummary> hosts() {
    return reading(
        () -> {
          List<HostSummary> hosts = new ArrayList<>();
          try (KeyValueIterator<String, byte[]> all = keyValue(StoreNames.HOSTS).all()) {
            new HostsReader(all)
                .forEach(
                    saved -> {
                      HostRecord host = saved.head();
                      if (!host.isRetired()) {
                        hosts.add(host.summary(clock.millis()));
                      }
                    });
          }
          return hosts;
        });
  }

  @Override
  public Optional<LatestSnapshot> latest(String host) {
    return reading(
        () ->
            stored(host)
                .flatMap(
                    saved ->
                        saved
                            .latest()
                            .map(
                                it ->
                                    new LatestSnapshot(
                                        it.snapshot(),
                                        it.appendedAt(),
                                        saved.head().summary(clock.millis())))));
  }

  @Override
  public Optional<WindowSlice> windows(String host, TimeRange range, Duration step) {
    return reading(() -> stored(host).map(replay).map(it -> windowsReader().read(it, range, step)));
  }

  private WindowsReader windowsReader() {
    return new WindowsReader(
        store(StoreNames.WINDOWS, QueryableStoreTypes.windowStore()),
        store(StoreNames.COARSE_WINDOWS, QueryableStoreTypes.windowStore()),
        coarseMs);
  }

  @Override
  public Optional<FleetWindow> latest(FleetScope scope) {
    return reading(
        () ->
            Optional.ofNullable(keyValue(StoreNames.FLEET_LATEST).get(scope.text()))
                .map(FleetWindow::decode));
  }

  @Override
  public List<WindowCounts> windows(
      FleetScope scope, Optional<Endpoint> endpoint, Instant from, Instant to) {
    String key = endpoint.map(scope::key).orElseGet(scope::key);
    return reading(
        () -> {
          List<WindowCounts> windows = new ArrayList<>();
          ReadOnlyWindowStore<String, byte[]> store =
              store(StoreNames.FLEET_WINDOWS, QueryableStoreTypes.windowStore());
          try (WindowStoreIterator<byte[]> closed = store.fetch(key, from, to.minusMillis(1))) {
            closed.forEachRemaining(entry -> windows.add(PublishedWindow.decode(entry.value)));
          }
          return windows;
        });
  }

  private Optional<SavedHost> stored(String host) {
    return HostsReader.read(keyValue(StoreNames.HOSTS), host);
  }

  private ReadOnlyKeyValueStore<String, byte[]> keyValue(String name) {
    return store(name, QueryableStoreTypes.keyValueStore());
  }

  private <T> T store(String name, QueryableStoreType<T> type) {
    return streams.store(StoreQueryParameters.fromNameAndType(name, type));
  }

  private static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (InvalidStateStoreException e) {
      throw new StoresUnavailableException(
          "the state is moving between instances or is being restored", RETRY_AFTER, e);
    }
  }
}
