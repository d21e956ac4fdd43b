package dev.socketfleet.streams.topology;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.host.HostRecord;
import dev.socketfleet.streams.query.TimeRange;
import dev.socketfleet.streams.query.WindowSlice;
import dev.socketfleet.streams.window.HostWindow;
import dev.socketfleet.streams.window.WindowPart;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * Finds the windows of a host: coarse ones where they are enough, the finest elsewhere.
 *
 * @param coarseMs the size of the coarse windows
 */
record WindowsReader(
    ReadOnlyWindowStore<String, byte[]> finest,
    ReadOnlyWindowStore<String, byte[]> coarse,
    long coarseMs) {

  /** See {@link dev.socketfleet.streams.query.HostReader#windows}. */
  WindowSlice read(HostRecord host, TimeRange range, Duration step, WindowPart part) {
    NavigableMap<Long, HostWindow> windows = new TreeMap<>();
    long fromMs = range.from().toEpochMilli();
    long toMs = range.to().toEpochMilli();
    long coarseFromMs = -Math.floorDiv(-fromMs, coarseMs) * coarseMs;
    long coarseToMs = Math.floorDiv(toMs, coarseMs) * coarseMs;
    if (step.toMillis() % coarseMs != 0 || coarseFromMs >= coarseToMs) {
      putFinest(host, fromMs, toMs, part, windows);
    } else {
      put(coarse, host, coarseFromMs, coarseToMs, part, windows);
      long coveredMs = windows.isEmpty() ? coarseFromMs : windows.lastKey() + coarseMs;
      putFinest(host, fromMs, coarseFromMs, part, windows);
      putFinest(host, coveredMs, toMs, part, windows);
    }
    return new WindowSlice(
        windows.values().stream().filter(it -> it.samples() > 0).toList(), host.lastAppend());
  }

  private void putFinest(
      HostRecord host, long fromMs, long toMs, WindowPart part, Map<Long, HostWindow> windows) {
    put(finest, host, fromMs, toMs, part, windows);
    // A late snapshot opens a closed window again: the open one is the younger.
    for (HostWindow open : host.openWindows()) {
      if (open.startMs() >= fromMs && open.startMs() < toMs) {
        windows.put(open.startMs(), open);
      }
    }
  }

  private static void put(
      ReadOnlyWindowStore<String, byte[]> store,
      HostRecord host,
      long fromMs,
      long toMs,
      WindowPart part,
      Map<Long, HostWindow> windows) {
    if (fromMs >= toMs) {
      return;
    }
    Instant from = Instant.ofEpochMilli(fromMs);
    Instant last = Instant.ofEpochMilli(toMs - 1);
    try (WindowStoreIterator<byte[]> all = store.fetch(host.host(), from, last)) {
      all.forEachRemaining(
          it -> windows.put(it.key, HostWindow.decode(new BinaryReader(it.value), part)));
    }
  }
}
