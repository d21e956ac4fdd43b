package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.query.Measure.KernelCounter;
import dev.socketfleet.streams.query.Measure.ListenLimit;
import dev.socketfleet.streams.query.Measure.ListenQueued;
import dev.socketfleet.streams.query.Measure.Sockets;
import dev.socketfleet.streams.window.CounterGauge;
import dev.socketfleet.streams.window.GaugeSum;
import dev.socketfleet.streams.window.GroupSeries;
import dev.socketfleet.streams.window.HostWindow;
import dev.socketfleet.streams.window.Judgement;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes series from the windows of a host. */
public final class SeriesReader {

  private final HostReader hosts;

  public SeriesReader(HostReader hosts) {
    this.hosts = hosts;
  }

  /**
   * The series; empty when the host is unknown.
   *
   * @throws StoresUnavailableException while nobody can tell
   */
  public Optional<Series> read(SeriesRequest request) {
    return hosts
        .windows(request.host(), request.range(), request.step(), request.measure().part())
        .map(slice -> series(request, slice));
  }

  private static Series series(SeriesRequest request, WindowSlice slice) {
    PointMerger points = new PointMerger(request.step());
    boolean bounds = false;
    for (HostWindow window : slice.windows()) {
      if (request.measure() instanceof Sockets sockets) {
        GaugeSum sum = sum(window, sockets);
        points.add(point(window, sum.gauge(), judged(window, sockets), OptionalLong.empty()));
        bounds |= sum.isBounds();
      } else {
        other(window, request.measure()).ifPresent(points::add);
      }
    }
    return new Series(request, points.points(), bounds, slice.lastAppend());
  }

  private static GaugeSum sum(HostWindow window, Sockets sockets) {
    GaugeSum sum = new GaugeSum(window.samples());
    if (sockets.netns().isEmpty() && sockets.owner().isEmpty()) {
      for (SocketState state : sockets.states()) {
        sum.add(
            sockets
                .endpoint()
                .map(endpoint -> window.endpoint(endpoint, state))
                .orElseGet(() -> window.total(state)));
      }
      return sum;
    }
    for (GroupSeries group : window.groups()) {
      if (matches(group, sockets)) {
        sockets.states().stream()
            .flatMap(state -> Optional.ofNullable(group.states().get(state)).stream())
            .forEach(sum::add);
      }
    }
    return sum;
  }

  private static boolean matches(GroupSeries group, Sockets sockets) {
    return sockets.endpoint().map(group.endpoint()::equals).orElse(true)
        && sockets.netns().map(group.netns()::equals).orElse(true)
        && sockets.owner().map(owner -> owner.matches(group.owner())).orElse(true);
  }

  /** Rules judge a state of an endpoint, whatever namespace and owner it has. */
  private static Optional<Judgement> judged(HostWindow window, Sockets sockets) {
    Optional<Endpoint> endpoint = sockets.endpoint();
    if (endpoint.isEmpty() || sockets.states().size() != 1) {
      return Optional.empty();
    }
    return window.judged(endpoint.get(), sockets.states().iterator().next());
  }

  private static Optional<SeriesPoint> other(HostWindow window, Measure measure) {
    if (measure instanceof ListenQueued queued) {
      return window.listenQueued(queued.endpoint()).map(gauge -> point(window, gauge));
    }
    if (measure instanceof ListenLimit limit) {
      return window.listenLimit(limit.endpoint()).map(gauge -> point(window, gauge));
    }
    if (measure instanceof KernelCounter counter) {
      return window.tcp(counter.netns(), counter.counter()).map(it -> point(window, it));
    }
    throw new IllegalArgumentException("measure was " + measure);
  }

  private static SeriesPoint point(HostWindow window, Gauge gauge) {
    return point(window, gauge, Optional.empty(), OptionalLong.empty());
  }

  private static SeriesPoint point(HostWindow window, CounterGauge counter) {
    return point(window, counter.deltas(), Optional.empty(), OptionalLong.of(counter.sum()));
  }

  private static SeriesPoint point(
      HostWindow window, Gauge gauge, Optional<Judgement> judged, OptionalLong sum) {
    return new SeriesPoint(
        Instant.ofEpochMilli(window.startMs()),
        Instant.ofEpochMilli(window.endMs()),
        gauge,
        judged,
        sum);
  }
}
