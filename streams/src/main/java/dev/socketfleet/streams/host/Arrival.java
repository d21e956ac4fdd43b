package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Snapshot;
import java.util.OptionalLong;

/**
 * A snapshot as it came from the log.
 *
 * @param offset in its partition
 * @param appendMs the broker's time
 * @param sentAtMs the host's time when it was sent, where the sender told
 */
public record Arrival(Snapshot snapshot, long offset, long appendMs, OptionalLong sentAtMs) {}
