package dev.socketfleet.streams.memory;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.host.EngineOutput;
import dev.socketfleet.streams.host.SavedHost;
import dev.socketfleet.streams.window.HostWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * For an engine without a broker: hands its alerts on and keeps the last windows of each host,
 * which alerts show as evidence. A host is never restored, and nobody reads coarse windows. Owned
 * by the engine's thread.
 */
public class MemoryOutput implements EngineOutput {

  private final Consumer<Alert> listener;
  private final int windowsKept;
  private final Map<String, NavigableMap<Long, byte[]>> windows = new HashMap<>();

  /**
   * @param listener takes each transition
   * @param windowsKept of each host; alerts show ten, a snapshot that comes later than that begins
   *     its window anew
   */
  public MemoryOutput(Consumer<Alert> listener, int windowsKept) {
    this.listener = listener;
    this.windowsKept = windowsKept;
  }

  @Override
  public void publish(Alert alert) {
    listener.accept(alert);
  }

  @Override
  public void saveWindow(String host, long startMs, byte[] window) {
    NavigableMap<Long, byte[]> own = windows.computeIfAbsent(host, any -> new TreeMap<>());
    own.put(startMs, window);
    if (own.size() > windowsKept) {
      own.pollFirstEntry();
    }
  }

  @Override
  public Optional<HostWindow> closedWindow(String host, long startMs) {
    return Optional.ofNullable(windows.get(host))
        .map(own -> own.get(startMs))
        .map(MemoryOutput::decode);
  }

  /** Only coarse windows are made of them. */
  @Override
  public List<HostWindow> closedWindows(String host, long fromMs, long toMs) {
    return List.of();
  }

  private static HostWindow decode(byte[] window) {
    return HostWindow.decode(new BinaryReader(window));
  }

  /** A defect that is counted elsewhere must not be mistaken for silence here. */
  @Override
  public void judgingFailed(String host, RuntimeException cause) {
    throw new IllegalStateException("host " + host + " could not be judged", cause);
  }

  @Override
  public void removeHost(String host) {
    windows.remove(host);
  }

  @Override
  public long wallMs() {
    return 0;
  }

  /** Nothing gets lost on its way, so that nothing has to be sent again. */
  @Override
  public long durableBeforeMs() {
    return Long.MAX_VALUE;
  }

  @Override
  public Optional<SavedHost> savedHost(String host) {
    return Optional.empty();
  }

  @Override
  public void saveHost(String host, byte[] record) {}

  @Override
  public void saveDelta(String host, int place, byte[] delta) {}

  @Override
  public void saveCoarseWindow(String host, long startMs, byte[] window) {}

  @Override
  public void publish(WindowCounts window) {}

  @Override
  public void publishForgotten(String alertId) {}
}
