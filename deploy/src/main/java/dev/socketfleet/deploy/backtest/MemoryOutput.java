package dev.socketfleet.deploy.backtest;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.deploy.CommandFailedException;
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

/** Keeps the last windows of each host in memory, for evidence; all else only its alerts. */
final class MemoryOutput implements EngineOutput {

  /** As many as a late snapshot may still belong to: 25 hours of one minute. */
  private static final int WINDOWS_KEPT = 1_500;

  private final Map<String, NavigableMap<Long, byte[]>> windows = new HashMap<>();
  private final Consumer<Alert> listener;

  MemoryOutput(Consumer<Alert> listener) {
    this.listener = listener;
  }

  @Override
  public void publish(Alert alert) {
    listener.accept(alert);
  }

  @Override
  public void saveWindow(String host, long startMs, byte[] window) {
    NavigableMap<Long, byte[]> own = windows.computeIfAbsent(host, any -> new TreeMap<>());
    own.put(startMs, window);
    if (own.size() > WINDOWS_KEPT) {
      own.pollFirstEntry();
    }
  }

  @Override
  public Optional<HostWindow> closedWindow(String host, long startMs) {
    return Optional.ofNullable(windows.get(host))
        .map(own -> own.get(startMs))
        .map(MemoryOutput::decode);
  }

  @Override
  public List<HostWindow> closedWindows(String host, long fromMs, long toMs) {
    return Optional.ofNullable(windows.get(host)).stream()
        .flatMap(own -> own.subMap(fromMs, true, toMs, false).values().stream())
        .map(MemoryOutput::decode)
        .toList();
  }

  private static HostWindow decode(byte[] window) {
    return HostWindow.decode(new BinaryReader(window));
  }

  @Override
  public void judgingFailed(String host, RuntimeException cause) {
    throw new CommandFailedException(
        "host %s could not be judged: %s. This is a defect of this program, please report it."
            .formatted(host, cause),
        cause);
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
