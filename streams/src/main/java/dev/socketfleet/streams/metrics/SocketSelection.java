package dev.socketfleet.streams.metrics;

import dev.socketfleet.common.model.rule.Glob;

/**
 * Which sockets are shown as metrics.
 *
 * @param limit of series in a scrape; 0 for none
 * @param hosts with series
 */
public record SocketSelection(int limit, Glob hosts) {}
