package dev.socketfleet.deploy.simulate.score;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
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
import org.jspecify.annotations.Nullable;

/**
 * An engine's stores in memory, on the clock of the records. Closed windows are kept for as long as
 * the engine looks back at them: ten for evidence. Owned by one thread.
 */
final class RunOutput implements EngineOutput {

  private static final int WINDOWS = 16;

  private final Consumer<Alert> fired;
  private final Map<String, NavigableMap<Long, byte[]>> windows = new HashMap<>();
  private long nowMs;

  RunOutput(Consumer<Alert> fired) {
    this.fired = fired;
  }

  void moveTo(long ms) {
    nowMs = ms;
  }

  @Override
  public void saveHost(String host, byte[] record) {}

  @Override
  public void saveDelta(String host, int place, byte[] delta) {}

  @Override
  public Optional<SavedHost> savedHost(String host) {
    return Optional.empty();
  }

  @Override
  public void removeHost(String host) {
    windows.remove(host);
  }

  @Override
  public Optional<HostWindow> closedWindow(String host, long startMs) {
    NavigableMap<Long, byte[]> own = windows.get(host);
    byte @Nullable [] window = own == null ? null : own.get(startMs);
    return window == null ? Optional.empty() : Optional.of(decode(window));
  }

  @Override
  public void saveWindow(String host, long startMs, byte[] window) {
    NavigableMap<Long, byte[]> own = windows.computeIfAbsent(host, name -> new TreeMap<>());
    own.put(startMs, window);
    if (own.size() > WINDOWS) {
      own.pollFirstEntry();
    }
  }

  /** Only coarse windows are made of them, which no rule looks at: they stay empty here. */
  @Override
  public List<HostWindow> closedWindows(String host, long fromMs, long toMs) {
    return List.of();
  }

  private static HostWindow decode(byte[] window) {
    return HostWindow.decode(new BinaryReader(window));
  }

  @Override
  public void saveCoarseWindow(String host, long startMs, byte[] window) {}

  @Override
  public long wallMs() {
    return nowMs;
  }

  @Override
  public long durableBeforeMs() {
    return nowMs;
  }

  @Override
  public void publish(WindowCounts window) {}

  @Override
  public void publish(Alert alert) {
    if (alert.status() == AlertStatus.FIRING) {
      fired.accept(alert);
    }
  }

  @Override
  public void publishForgotten(String alertId) {}

  /** A defect that only a counter tells of elsewhere must not be mistaken for silence here. */
  @Override
  public void judgingFailed(String host, RuntimeException cause) {
    throw new IllegalStateException("host " + host + " could not be judged", cause);
  }
}
