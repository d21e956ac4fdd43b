package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.host.EngineOutput;
import dev.socketfleet.streams.host.SavedHost;
import dev.socketfleet.streams.window.HostWindow;
import java.util.List;
import java.util.Optional;

/** Takes what an engine writes and keeps nothing: what is left is the engine's own work. */
final class DiscardedOutput implements EngineOutput {

  private long alerts;

  /** Transitions of alerts so far. */
  long alerts() {
    return alerts;
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
  public void removeHost(String host) {}

  @Override
  public Optional<HostWindow> closedWindow(String host, long startMs) {
    return Optional.empty();
  }

  @Override
  public void saveWindow(String host, long startMs, byte[] window) {}

  @Override
  public List<HostWindow> closedWindows(String host, long fromMs, long toMs) {
    return List.of();
  }

  @Override
  public void saveCoarseWindow(String host, long startMs, byte[] window) {}

  @Override
  public long wallMs() {
    return System.currentTimeMillis();
  }

  @Override
  public long durableBeforeMs() {
    return wallMs();
  }

  @Override
  public void publish(WindowCounts window) {}

  @Override
  public void publish(Alert alert) {
    alerts++;
  }

  @Override
  public void publishForgotten(String alertId) {}

  @Override
  public void judgingFailed(String host, RuntimeException cause) {
    throw new IllegalStateException("host " + host + " could not be judged", cause);
  }
}
