package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.StateCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a host is, at a glance.
 *
 * @param lastSeen when the broker took its last snapshot
 * @param silent nothing came for three intervals
 * @param counts of the last complete snapshot
 * @param skewMs by how much the host's clock is behind the broker's, where that is too much to
 *     believe its times; negative when it is ahead
 * @param lost snapshots that never arrived, by gaps in their sequence
 * @param late snapshots older than the window retention: counted here and nowhere else
 * @param duplicates snapshots that came again and changed nothing
 * @param incomplete snapshots that say of themselves that they are no full measurement
 * @param complete whether the last one was complete
 * @param notes of the last one
 */
public record HostSummary(
    String host,
    String os,
    Map<String, String> labels,
    Instant lastSeen,
    boolean silent,
    StateCounts counts,
    OptionalLong skewMs,
    long lost,
    long late,
    long duplicates,
    long incomplete,
    String source,
    boolean complete,
    List<String> notes,
    CollectorHealth collector,
    long intervalMs) {

  public HostSummary {
    labels = Map.copyOf(labels);
    notes = List.copyOf(notes);
  }
}
