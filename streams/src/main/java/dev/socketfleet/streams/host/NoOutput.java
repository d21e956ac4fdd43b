package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.window.HostWindow;
import java.util.List;
import java.util.Optional;

/** Keeps and tells nothing: of an engine that only shows how a host is. */
final class NoOutput implements EngineOutput {

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
    return 0;
  }

  @Override
  public long durableBeforeMs() {
    return 0;
  }

  @Override
  public void publish(WindowCounts window) {}

  @Override
  public void publish(Alert alert) {}

  @Override
  public void publishForgotten(String alertId) {}

  @Override
  public void judgingFailed(String host, RuntimeException cause) {}
}
