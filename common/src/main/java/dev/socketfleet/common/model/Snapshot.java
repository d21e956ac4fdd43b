package dev.socketfleet.common.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All TCP sockets of one host at one moment, counted by network namespace, endpoint, owner and
 * state.
 *
 * @param host see {@link HostId}
 * @param boot random per collector process
 * @param seq counts the snapshots of that process from 0
 * @param capturedAt by the host's own clock, which may be wrong
 * @param interval the time between two snapshots, above zero
 * @param source which {@code SocketSource} read the sockets
 * @param complete false when a part could not be read; its counts then are no measurement
 * @param notes what the collector could not do and why, for people
 */
public record Snapshot(
    String host,
    Map<String, String> labels,
    String os,
    String boot,
    long seq,
    Instant capturedAt,
    Duration interval,
    String source,
    boolean complete,
    List<String> notes,
    List<Group> groups,
    List<Namespace> namespaces,
    CollectorHealth collector) {

  public Snapshot {
    HostId.require(host);
    if (boot.isEmpty() || boot.length() > 64) {
      throw new IllegalArgumentException(
          "boot was '%s' but it must have 1 to 64 characters".formatted(Quoted.of(boot)));
    }
    if (seq < 0) {
      throw new IllegalArgumentException("seq was " + seq + " but it must not be negative");
    }
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval was " + interval + " but it must be above zero");
    }
    labels = Map.copyOf(labels);
    notes = List.copyOf(notes);
    groups = List.copyOf(groups);
    namespaces = List.copyOf(namespaces);
  }

  /** Counts over all groups. */
  public StateCounts totals() {
    long[] sums = new long[SocketState.COUNT];
    groups.forEach(group -> group.counts().addTo(sums));
    return StateCounts.of(sums);
  }
}
