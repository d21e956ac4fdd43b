package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.streams.window.Judgement;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One point of a series.
 *
 * @param start inclusive
 * @param end exclusive
 * @param judged what a rule last held the series against
 * @param sum by how much a counter rose in all; absent for gauges
 */
public record SeriesPoint(
    Instant start, Instant end, Gauge gauge, Optional<Judgement> judged, OptionalLong sum) {}
