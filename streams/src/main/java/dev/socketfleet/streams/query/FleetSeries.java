package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.window.GaugeSum;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * One count of the fleet over time. Mean and last are sums over the hosts, min and max are bounds.
 *
 * @param endpoint absent for all endpoints together
 * @param states that are added up
 * @param step length of a point
 * @param points ascending; a window in which no host sent anything has none
 */
public record FleetSeries(
    FleetScope scope,
    Optional<Endpoint> endpoint,
    Set<SocketState> states,
    Duration step,
    List<Point> points) {

  /**
   * A point of the series.
   *
   * @param hosts fewest hosts in a window of the point
   * @param missing most hosts that were silent in a window of the point
   */
  public record Point(SeriesPoint point, int hosts, int missing) {}

  /** The series of closed windows, which ascend. */
  public static FleetSeries of(
      FleetScope scope,
      Optional<Endpoint> endpoint,
      Set<SocketState> states,
      Duration step,
      List<WindowCounts> windows) {
    PointMerger merger = new PointMerger(step);
    Map<Instant, int[]> complete = new TreeMap<>();
    for (WindowCounts window : windows) {
      if (window.samples() > 0) {
        merger.add(point(window, states));
        Instant start = start(window, step);
        int[] counts = complete.computeIfAbsent(start, any -> new int[] {Integer.MAX_VALUE, 0});
        counts[0] = Math.min(counts[0], window.hosts().orElse(0));
        counts[1] = Math.max(counts[1], window.missing().orElse(0));
      }
    }
    List<Point> points = new ArrayList<>();
    for (SeriesPoint point : merger.points()) {
      int[] counts = complete.getOrDefault(point.start(), new int[2]);
      points.add(new Point(point, counts[0], counts[1]));
    }
    return new FleetSeries(scope, endpoint, Set.copyOf(states), step, List.copyOf(points));
  }

  private static Instant start(WindowCounts window, Duration step) {
    long stepMs = step.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(window.start().toEpochMilli(), stepMs) * stepMs);
  }

  private static SeriesPoint point(WindowCounts window, Set<SocketState> states) {
    GaugeSum sum = new GaugeSum(window.samples());
    for (SocketState state : states) {
      Optional.ofNullable(window.totals().get(state)).ifPresent(sum::add);
    }
    return new SeriesPoint(
        window.start(), window.end(), sum.gauge(), Optional.empty(), OptionalLong.empty());
  }
}
