package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.window.HostWindow;
import java.util.Optional;

/** Where the engine keeps its state and sends its results. Called on the engine's own thread. */
public interface EngineOutput {

  /** Keeps all that must agree about a host, in one write. */
  void saveHost(HostRecord host);

  /** Forgets a host: its record, latest snapshot and nothing else; windows expire by themselves. */
  void removeHost(String host);

  /** Keeps the youngest snapshot of a host as it came. */
  void saveLatest(String host, long appendMs, byte[] json);

  /** A window that was closed before. */
  Optional<HostWindow> closedWindow(String host, long startMs);

  /** Keeps a closed window. */
  void saveWindow(String host, HostWindow window);

  /** Publishes a closed window. */
  void publish(WindowCounts window);

  /** Publishes a transition of an alert. */
  void publish(Alert alert);

  /** Publishes that an alert is over for so long that nobody needs it as a current one. */
  void publishForgotten(String alertId);
}
