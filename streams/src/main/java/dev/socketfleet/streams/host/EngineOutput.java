package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.window.HostWindow;
import java.util.Optional;

/** Where the engine keeps its state and sends its results. Called on the engine's own thread. */
public interface EngineOutput {

  /** Stores and topics take no larger value, in bytes. */
  int MAX_VALUE_BYTES = 1_900_000;

  /**
   * Keeps all that must agree about a host, in one write.
   *
   * @param record see {@link HostRecord#encode}; at most {@link #MAX_VALUE_BYTES}
   */
  void saveHost(String host, byte[] record);

  /** The host as it was saved last. */
  Optional<HostRecord> savedHost(String host);

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

  /**
   * Tells that a host's snapshot or its silence could not be judged, which is a defect. Its counts
   * are not touched; its alerts stay as they were.
   */
  void judgingFailed(String host, RuntimeException cause);
}
