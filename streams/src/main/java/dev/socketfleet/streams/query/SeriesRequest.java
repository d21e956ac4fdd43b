package dev.socketfleet.streams.query;

import java.time.Duration;

/**
 * Which series is asked for.
 *
 * @param range selects windows by their start
 * @param step length of a point, a multiple of the window size
 */
public record SeriesRequest(String host, Measure measure, TimeRange range, Duration step) {}
