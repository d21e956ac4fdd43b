package dev.socketfleet.streams.query;

import dev.socketfleet.streams.window.WindowPart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Read access to the hosts that this instance holds. Safe for any thread; each answer is a copy.
 *
 * <p>Every method throws {@link StoresUnavailableException} while the stores are moving or being
 * restored.
 */
public interface HostReader {

  /** All hosts, in no order. */
  List<HostSummary> hosts();

  /** What this instance can read of some partitions of the hosts. */
  Held held(Set<Integer> partitions);

  /**
   * Some partitions of the hosts.
   *
   * @param partitions those that were there, of those asked for
   * @param hosts reads them and no others
   */
  record Held(Set<Integer> partitions, HostReader hosts) {

    public Held {
      partitions = Set.copyOf(partitions);
    }
  }

  /** The youngest snapshot of a host, and how the host is. */
  Optional<LatestSnapshot> latest(String host);

  /**
   * The windows of a host that start in the range; empty when the host is unknown.
   *
   * @param part what of each window is needed; an open one may have more
   * @param step what the reader makes of them: where the coarse windows are enough for it, they are
   *     the answer, but for the youngest part that none covers yet
   */
  Optional<WindowSlice> windows(String host, TimeRange range, Duration step, WindowPart part);
}
