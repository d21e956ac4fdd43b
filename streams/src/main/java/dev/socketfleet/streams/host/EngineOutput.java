package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.window.HostWindow;
import java.util.List;
import java.util.Optional;

/** Where the engine keeps its state and sends its results. Called on the engine's own thread. */
public interface EngineOutput {

  /** Stores and topics take no larger value, in bytes. */
  int MAX_VALUE_BYTES = 1_900_000;

  /**
   * Keeps all that must agree about a host, in one write.
   *
   * @param record the whole {@link HostRecord}, at most {@link #MAX_VALUE_BYTES}
   */
  void saveHost(String host, byte[] record);

  /**
   * Keeps one snapshot on top of the whole record. Writes of one host must become durable in their
   * order, those of {@link #saveHost} included.
   *
   * @param place in 0..{@link SavedHost#MAX_DELTAS}, exclusive: what is in it is replaced
   * @param delta see {@link HostDelta}
   */
  void saveDelta(String host, int place, byte[] delta);

  /** The host as it was saved last. */
  Optional<SavedHost> savedHost(String host);

  /** Forgets a host: record and deltas and nothing else; windows expire by themselves. */
  void removeHost(String host);

  /** A window that was closed before. */
  Optional<HostWindow> closedWindow(String host, long startMs);

  /**
   * Keeps a closed window. It may become durable before or after what {@link #saveHost} gets.
   *
   * @param window see {@link HostWindow#encode}
   */
  void saveWindow(String host, long startMs, byte[] window);

  /** The windows that were closed before and start in {@code [fromMs, toMs)}, ascending. */
  List<HostWindow> closedWindows(String host, long fromMs, long toMs);

  /**
   * Keeps a coarse window; one with that start is replaced.
   *
   * @param window see {@link HostWindow#encode}
   */
  void saveCoarseWindow(String host, long startMs, byte[] window);

  /** The clock of this process, milliseconds since the epoch. */
  long wallMs();

  /** What was saved before that time of {@link #wallMs} is durable by now. */
  long durableBeforeMs();

  /** Publishes a closed window. */
  void publish(WindowCounts window);

  /** Publishes a transition of an alert. */
  void publish(Alert alert);

  /**
   * Publishes that an alert which always fires still does. It is no transition: only the current
   * alert is told, and one partition does so for all.
   */
  default void publishStanding(Alert alert) {}

  /** Publishes that an alert is over for so long that nobody needs it as a current one. */
  void publishForgotten(String alertId);

  /**
   * Tells that a host's snapshot or its silence could not be judged, which is a defect. Its counts
   * are not touched; its alerts stay as they were.
   */
  void judgingFailed(String host, RuntimeException cause);
}
