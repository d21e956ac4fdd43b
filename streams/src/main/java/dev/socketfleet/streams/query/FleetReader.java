package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.fleet.FleetWindow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Read access to the windows of the fleet that this instance holds. Safe for any thread; each
 * answer is a copy.
 *
 * <p>Every method throws {@link StoresUnavailableException} while the stores are moving or being
 * restored.
 */
public interface FleetReader {

  /** The youngest closed window of the scope; empty when none was closed yet. */
  Optional<FleetWindow> latest(FleetScope scope);

  /**
   * The closed windows of an endpoint, or of all endpoints together, that start in {@code [from,
   * to)}, ascending.
   */
  List<WindowCounts> windows(
      FleetScope scope, Optional<Endpoint> endpoint, Instant from, Instant to);
}
