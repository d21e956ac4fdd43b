package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Gauge;

/**
 * What a kernel counter did in a window.
 *
 * @param deltas by how much it rose from one snapshot to the next
 * @param sum by how much it rose in the whole window
 */
public record CounterGauge(Gauge deltas, long sum) {}
