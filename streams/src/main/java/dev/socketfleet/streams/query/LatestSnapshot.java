package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Snapshot;
import java.time.Instant;

/**
 * The youngest snapshot of a host.
 *
 * @param appendedAt when the broker took it
 */
public record LatestSnapshot(Snapshot snapshot, Instant appendedAt, HostSummary summary) {}
