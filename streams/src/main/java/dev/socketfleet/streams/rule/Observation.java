package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.baseline.Baseline;
import dev.socketfleet.streams.baseline.RisingMinimum;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that a condition may look at on one endpoint in one snapshot.
 *
 * @param count sockets in the states that the rule selects, of the owner that it selects
 * @param oldestMs age of the oldest of them, where known
 * @param counts all states of the endpoint
 * @param baseline before this snapshot
 * @param baselineKnown false while the series is warming up
 * @param minima of the windows, where a rule asks for growth
 */
public record Observation(
    long count,
    OptionalLong oldestMs,
    StateCounts counts,
    Optional<ListenQueue> listen,
    KernelLimits limits,
    Optional<Baseline> baseline,
    boolean baselineKnown,
    Optional<RisingMinimum> minima) {}
