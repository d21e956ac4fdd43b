package dev.socketfleet.streams.host;

import java.time.Duration;
import java.util.Set;

/**
 * What an operator may choose about windows and hosts.
 *
 * @param windowSize of the finest windows
 * @param grace how long after its end a window stays open for snapshots on their way
 * @param closeSpread over how much longer the hosts close their windows, each at its own time: all
 *     at once would let snapshots and alerts wait
 * @param retention how long closed windows are kept; older snapshots are too late
 * @param coarseSize of the windows that are kept for longer, a multiple of the finest
 * @param coarseRetention how long those are kept
 * @param retireAfter how long a host may be silent before it is taken for gone
 * @param alertRetention how long a resolved alert stays a current one
 * @param fleetLabels labels whose values get windows of their own beside the fleet's
 */
public record EngineSettings(
    Duration windowSize,
    Duration grace,
    Duration closeSpread,
    Duration retention,
    Duration coarseSize,
    Duration coarseRetention,
    Duration retireAfter,
    Duration alertRetention,
    Set<String> fleetLabels) {

  public EngineSettings {
    fleetLabels = Set.copyOf(fleetLabels);
  }

  /**
   * One-minute windows, 15 s grace and 10 s in which hosts close theirs, kept for 24 h; 15-minute
   * windows for 14 days; hosts and alerts forgotten after 24 h.
   */
  public static final EngineSettings DEFAULT =
      new EngineSettings(
          Duration.ofMinutes(1),
          Duration.ofSeconds(15),
          closeSpread(Duration.ofMinutes(1)),
          Duration.ofHours(24),
          Duration.ofMinutes(15),
          Duration.ofDays(14),
          Duration.ofHours(24),
          Duration.ofHours(24),
          Set.of());

  /** As much as windows of that size allow for: long enough for many hosts, and soon enough. */
  public static Duration closeSpread(Duration windowSize) {
    return windowSize.dividedBy(6);
  }

  /** When the last host closes its windows, from their end. */
  public Duration closedAfter() {
    return grace.plus(closeSpread);
  }
}
