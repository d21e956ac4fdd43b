package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.streams.window.HostSample;
import dev.socketfleet.streams.window.HostWindow;
import dev.socketfleet.streams.window.WindowPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Hosts in memory: real windows of one minute made from real snapshots, without Kafka. */
public final class InMemoryHosts implements HostReader {

  private static final long WINDOW_MS = 60_000;

  private final Map<String, Snapshot> latest = new TreeMap<>();
  private final Map<String, TreeMap<Long, HostWindow>> windows = new TreeMap<>();
  private final List<String> silent = new ArrayList<>();
  private boolean available = true;

  /** Takes a snapshot as it was captured. */
  public InMemoryHosts add(Snapshot snapshot) {
    long at = snapshot.capturedAt().toEpochMilli();
    window(snapshot.host(), at).add(HostSample.of(snapshot, at));
    latest.put(snapshot.host(), snapshot);
    return this;
  }

  /** Changes the window of a host at a time. */
  public InMemoryHosts edit(String host, Instant at, Consumer<HostWindow> change) {
    change.accept(window(host, at.toEpochMilli()));
    return this;
  }

  private HostWindow window(String host, long atMs) {
    long start = atMs / WINDOW_MS * WINDOW_MS;
    return windows
        .computeIfAbsent(host, key -> new TreeMap<>())
        .computeIfAbsent(start, key -> new HostWindow(start, start + WINDOW_MS));
  }

  /** Marks a host as silent. */
  public InMemoryHosts silence(String host) {
    silent.add(host);
    return this;
  }

  /** From now on nobody can answer. */
  public void unavailable() {
    available = false;
  }

  private void requireAvailable() {
    if (!available) {
      throw new StoresUnavailableException(
          "restoring", Duration.ofSeconds(3), new IllegalStateException("restoring"));
    }
  }

  @Override
  public List<HostSummary> hosts() {
    requireAvailable();
    return latest.values().stream().map(this::summary).toList();
  }

  private HostSummary summary(Snapshot snapshot) {
    return new HostSummary(
        snapshot.host(),
        snapshot.os(),
        snapshot.labels(),
        snapshot.capturedAt(),
        silent.contains(snapshot.host()),
        snapshot.totals(),
        snapshot.host().startsWith("skewed") ? OptionalLong.of(86_400_000) : OptionalLong.empty(),
        1,
        2,
        3,
        4,
        snapshot.source(),
        snapshot.complete(),
        snapshot.notes(),
        snapshot.collector(),
        snapshot.interval().toMillis());
  }

  /** All of them are in partition 0. */
  @Override
  public Held held(Set<Integer> partitions) {
    requireAvailable();
    return new Held(partitions.contains(0) ? Set.of(0) : Set.of(), this);
  }

  @Override
  public Optional<LatestSnapshot> latest(String host) {
    requireAvailable();
    return Optional.ofNullable(latest.get(host))
        .map(it -> new LatestSnapshot(it, it.capturedAt(), summary(it)));
  }

  @Override
  public Optional<WindowSlice> windows(
      String host, TimeRange range, Duration step, WindowPart part) {
    requireAvailable();
    return Optional.ofNullable(windows.get(host))
        .map(
            all ->
                new WindowSlice(
                    List.copyOf(
                        all.subMap(range.from().toEpochMilli(), range.to().toEpochMilli())
                            .values()),
                    latest.containsKey(host) ? latest.get(host).capturedAt() : Instant.EPOCH));
  }
}
