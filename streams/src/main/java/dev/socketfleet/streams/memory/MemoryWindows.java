package dev.socketfleet.streams.memory;

import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.fleet.FleetSums;
import dev.socketfleet.streams.fleet.FleetSums.Window;
import dev.socketfleet.streams.fleet.FleetWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The windows of the fleet, as long as they are needed for alerts. */
final class MemoryWindows implements FleetSums.Store {

  /** As many as alerts show. */
  private static final int PUBLISHED_KEPT = 10;

  private final Map<Window, NavigableMap<Integer, byte[]>> partials = new HashMap<>();
  private final Map<String, NavigableMap<Long, WindowCounts>> published = new HashMap<>();
  private final Map<FleetScope, Long> latestMs = new HashMap<>();

  /** When the last window of the scope began, or 0. */
  long latestMs(FleetScope scope) {
    return latestMs.getOrDefault(scope, 0L);
  }

  @Override
  public Map<Integer, FleetWindow> partials(Window window) {
    Map<Integer, FleetWindow> decoded = new TreeMap<>();
    partials
        .getOrDefault(window, new TreeMap<>())
        .forEach((partition, bytes) -> decoded.put(partition, FleetWindow.decode(bytes)));
    return decoded;
  }

  @Override
  public void savePartial(Window window, int partition, FleetWindow partial) {
    partials.computeIfAbsent(window, any -> new TreeMap<>()).put(partition, partial.encode());
  }

  @Override
  public void remember(Window window) {}

  @Override
  public void forget(Window window) {
    partials.remove(window);
  }

  @Override
  public Iterable<Window> remembered() {
    return List.of();
  }

  @Override
  public Optional<WindowCounts> published(String key, long startMs) {
    return Optional.ofNullable(published.get(key)).map(windows -> windows.get(startMs));
  }

  @Override
  public void savePublished(String key, WindowCounts counts) {
    NavigableMap<Long, WindowCounts> windows =
        published.computeIfAbsent(key, any -> new TreeMap<>());
    windows.put(counts.start().toEpochMilli(), counts);
    if (windows.size() > PUBLISHED_KEPT) {
      windows.pollFirstEntry();
    }
  }

  @Override
  public void saveLatest(FleetScope scope, FleetWindow sum) {
    latestMs.merge(scope, sum.startMs(), Math::max);
  }
}
