package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Gauge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Merges successive points of a series into longer ones that start at multiples of the step. */
final class PointMerger {

  private final long stepMs;
  private final List<SeriesPoint> merged = new ArrayList<>();
  private @Nullable SeriesPoint open;

  PointMerger(Duration step) {
    this.stepMs = step.toMillis();
  }

  /** Takes the next point, not before the last one. */
  void add(SeriesPoint point) {
    long startMs = Math.floorDiv(point.start().toEpochMilli(), stepMs) * stepMs;
    Instant start = Instant.ofEpochMilli(startMs);
    SeriesPoint before = open;
    if (before != null && before.start().equals(start)) {
      open = merge(before, point);
      return;
    }
    flush();
    open =
        new SeriesPoint(
            start,
            Instant.ofEpochMilli(startMs + stepMs),
            point.gauge(),
            point.judged(),
            point.sum());
  }

  List<SeriesPoint> points() {
    flush();
    return merged;
  }

  private void flush() {
    if (open != null) {
      merged.add(open);
      open = null;
    }
  }

  private static SeriesPoint merge(SeriesPoint one, SeriesPoint next) {
    return new SeriesPoint(
        one.start(),
        one.end(),
        merge(one.gauge(), next.gauge()),
        next.judged().isPresent() ? next.judged() : one.judged(),
        sum(one.sum(), next.sum()));
  }

  private static Gauge merge(Gauge one, Gauge next) {
    int samples = one.samples() + next.samples();
    double mean = (one.mean() * one.samples() + next.mean() * next.samples()) / samples;
    return new Gauge(
        samples,
        Math.min(one.min(), next.min()),
        Math.max(one.max(), next.max()),
        mean,
        next.last());
  }

  private static OptionalLong sum(OptionalLong one, OptionalLong next) {
    return one.isPresent() && next.isPresent()
        ? OptionalLong.of(one.getAsLong() + next.getAsLong())
        : OptionalLong.empty();
  }
}
