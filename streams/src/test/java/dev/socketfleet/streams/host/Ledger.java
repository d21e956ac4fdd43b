package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.window.HostWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Stores and topics in memory. Everything is kept as bytes, as the real ones do. */
final class Ledger implements EngineOutput {

  final Map<String, byte[]> hosts = new HashMap<>();
  final Map<String, Map<Integer, byte[]>> deltas = new HashMap<>();
  final Map<String, Map<Long, byte[]>> windows = new HashMap<>();
  final Map<String, Map<Long, byte[]>> coarseWindows = new HashMap<>();
  final List<WindowCounts> counts = new ArrayList<>();
  final List<Alert> transitions = new ArrayList<>();
  final List<String> forgotten = new ArrayList<>();
  final List<String> judgingFailed = new ArrayList<>();

  /** Nothing is known to be durable unless a test says so. */
  long wallMs;

  long durableBeforeMs;

  @Override
  public void saveHost(String host, byte[] record) {
    hosts.put(host, record);
  }

  @Override
  public void saveDelta(String host, int place, byte[] delta) {
    deltas.computeIfAbsent(host, any -> new HashMap<>()).put(place, delta);
  }

  @Override
  public Optional<SavedHost> savedHost(String host) {
    return Optional.ofNullable(hosts.get(host))
        .map(it -> SavedHost.of(it, deltas.getOrDefault(host, Map.of()).values()));
  }

  @Override
  public void removeHost(String host) {
    hosts.remove(host);
    deltas.remove(host);
  }

  @Override
  public Optional<HostWindow> closedWindow(String host, long startMs) {
    return Optional.ofNullable(windows.getOrDefault(host, Map.of()).get(startMs))
        .map(bytes -> HostWindow.decode(new BinaryReader(bytes)));
  }

  @Override
  public void saveWindow(String host, long startMs, byte[] window) {
    windows.computeIfAbsent(host, any -> new TreeMap<>()).put(startMs, window);
  }

  @Override
  public List<HostWindow> closedWindows(String host, long fromMs, long toMs) {
    return windows.getOrDefault(host, Map.of()).keySet().stream()
        .filter(startMs -> startMs >= fromMs && startMs < toMs)
        .map(startMs -> closedWindow(host, startMs).orElseThrow())
        .toList();
  }

  @Override
  public void saveCoarseWindow(String host, long startMs, byte[] window) {
    coarseWindows.computeIfAbsent(host, any -> new TreeMap<>()).put(startMs, window);
  }

  /** The coarse windows of the host, by start, as if each was closed once. */
  Map<Long, WindowCounts> coarse(String host) {
    Map<Long, WindowCounts> decoded = new TreeMap<>();
    coarseWindows
        .getOrDefault(host, Map.of())
        .forEach(
            (startMs, bytes) ->
                decoded.put(
                    startMs,
                    HostWindow.decode(new BinaryReader(bytes)).counts(host).withRevision(1)));
    return decoded;
  }

  @Override
  public long wallMs() {
    return wallMs;
  }

  @Override
  public long durableBeforeMs() {
    return durableBeforeMs;
  }

  @Override
  public void publish(WindowCounts window) {
    counts.add(window);
  }

  @Override
  public void publish(Alert alert) {
    transitions.add(alert);
  }

  @Override
  public void publishForgotten(String alertId) {
    forgotten.add(alertId);
  }

  @Override
  public void judgingFailed(String host, RuntimeException cause) {
    judgingFailed.add(host + ": " + cause.getMessage());
  }

  /** The last that was published of each window of the host, by start: what readers keep. */
  Map<Long, WindowCounts> published(String host) {
    Map<Long, WindowCounts> newest = new TreeMap<>();
    for (WindowCounts window : counts) {
      if (window.host().orElseThrow().equals(host)) {
        newest.merge(
            window.start().toEpochMilli(),
            window,
            (one, other) -> one.revision() > other.revision() ? one : other);
      }
    }
    return newest;
  }

  /** The published totals of one state in one window. */
  Gauge published(String host, long startMs, SocketState state) {
    WindowCounts window = Objects.requireNonNull(published(host).get(startMs), "no such window");
    return Objects.requireNonNull(window.totals().get(state), "no such state");
  }

  /** What a crash leaves when the topics behind hosts, windows and output end apart. */
  static Ledger of(Ledger hosts, Ledger windows, Ledger coarse, Ledger output) {
    Ledger mixed = hosts.copy();
    mixed.windows.clear();
    mixed.windows.putAll(windows.copy().windows);
    mixed.coarseWindows.clear();
    mixed.coarseWindows.putAll(coarse.copy().coarseWindows);
    mixed.counts.clear();
    mixed.counts.addAll(output.counts);
    mixed.transitions.clear();
    mixed.transitions.addAll(output.transitions);
    return mixed;
  }

  /** A copy that goes its own way from here. */
  Ledger copy() {
    Ledger copy = new Ledger();
    copy.hosts.putAll(hosts);
    deltas.forEach((host, byPlace) -> copy.deltas.put(host, new HashMap<>(byPlace)));
    windows.forEach((host, byStart) -> copy.windows.put(host, new TreeMap<>(byStart)));
    coarseWindows.forEach((host, byStart) -> copy.coarseWindows.put(host, new TreeMap<>(byStart)));
    copy.wallMs = wallMs;
    copy.durableBeforeMs = durableBeforeMs;
    copy.counts.addAll(counts);
    copy.transitions.addAll(transitions);
    copy.forgotten.addAll(forgotten);
    return copy;
  }
}
