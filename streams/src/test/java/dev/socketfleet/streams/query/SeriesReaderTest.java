package dev.socketfleet.streams.query;

import static dev.socketfleet.streams.query.Snapshots.DATABASE;
import static dev.socketfleet.streams.query.Snapshots.HTTPS;
import static dev.socketfleet.streams.query.Snapshots.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.query.Measure.Sockets;
import dev.socketfleet.streams.window.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesReaderTest {

  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  private final InMemoryHosts hosts = new InMemoryHosts();

  private Series read(Measure measure, Duration step) {
    TimeRange range = new TimeRange(START, START.plusSeconds(3_600));
    return new SeriesReader(hosts).read(new SeriesRequest("a", measure, range, step)).orElseThrow();
  }

  private Series read(Measure measure) {
    return read(measure, Duration.ofMinutes(1));
  }

  private static Sockets closeWait(Optional<Endpoint> endpoint) {
    return new Sockets(
        Set.of(SocketState.CLOSE_WAIT), endpoint, Optional.empty(), Optional.empty());
  }

  private void closeWaitAt(long second, long count) {
    hosts.add(
        Snapshots.of("a", START.plusSeconds(second))
            .group(HTTPS, unit("nginx.service"), SocketState.CLOSE_WAIT, count)
            .build());
  }

  @Test
  void onePointPerWindowWithSamples() {
    closeWaitAt(0, 4);
    closeWaitAt(30, 10);
    closeWaitAt(120, 1);

    assertThat(read(closeWait(Optional.of(HTTPS))).points())
        .extracting(SeriesPoint::start, SeriesPoint::end, SeriesPoint::gauge)
        .containsExactly(
            tuple(START, START.plusSeconds(60), new Gauge(2, 4, 10, 7, 10)),
            tuple(START.plusSeconds(120), START.plusSeconds(180), new Gauge(1, 1, 1, 1, 1)));
  }

  @Test
  void aStateThatWasNotSeenIsZero() {
    closeWaitAt(0, 4);

    Sockets timeWait =
        new Sockets(
            Set.of(SocketState.TIME_WAIT), Optional.of(HTTPS), Optional.empty(), Optional.empty());

    assertThat(read(timeWait).points())
        .extracting(SeriesPoint::gauge)
        .containsExactly(new Gauge(1, 0, 0, 0, 0));
  }

  @Test
  void aLongerStepMergesWindowsByTheirSamples() {
    closeWaitAt(0, 4);
    closeWaitAt(30, 10);
    closeWaitAt(60, 1);
    closeWaitAt(300, 2);

    assertThat(read(closeWait(Optional.of(HTTPS)), Duration.ofMinutes(5)).points())
        .extracting(SeriesPoint::start, SeriesPoint::end, SeriesPoint::gauge)
        .containsExactly(
            tuple(START, START.plusSeconds(300), new Gauge(3, 1, 10, 5, 1)),
            tuple(START.plusSeconds(300), START.plusSeconds(600), new Gauge(1, 2, 2, 2, 2)));
  }

  @Test
  void withoutEndpointTheHostIsCounted() {
    hosts.add(
        Snapshots.of("a", START)
            .group(HTTPS, unit("nginx.service"), SocketState.CLOSE_WAIT, 4)
            .group(DATABASE, unit("app.service"), SocketState.CLOSE_WAIT, 5)
            .build());

    Series series = read(closeWait(Optional.empty()));

    assertThat(series.points().get(0).gauge().last()).isEqualTo(9);
    assertThat(series.bounds()).isFalse();
  }

  @Test
  void severalStatesAreAddedUpAndMarkedAsBounds() {
    for (int i = 0; i < 2; i++) {
      hosts.add(
          Snapshots.of("a", START.plusSeconds(i))
              .group(HTTPS, unit("nginx.service"), SocketState.FIN_WAIT_1, i == 0 ? 10 : 2)
              .group(HTTPS, unit("other.service"), SocketState.FIN_WAIT_2, i == 0 ? 1 : 7)
              .build());
    }

    Series series =
        read(
            new Sockets(
                Set.of(SocketState.FIN_WAIT_1, SocketState.FIN_WAIT_2),
                Optional.of(HTTPS),
                Optional.empty(),
                Optional.empty()));

    assertThat(series.points().get(0).gauge()).isEqualTo(new Gauge(2, 3, 17, 10, 9));
    assertThat(series.bounds()).isTrue();
  }

  @Test
  void oneGroupThatMatchesIsExact() {
    hosts.add(
        Snapshots.of("a", START)
            .group(HTTPS, unit("nginx.service"), SocketState.CLOSE_WAIT, 4)
            .group("box", HTTPS, unit("nginx.service"), SocketState.CLOSE_WAIT, 100)
            .group(DATABASE, unit("app.service"), SocketState.CLOSE_WAIT, 5)
            .build());

    Series series =
        read(
            new Sockets(
                Set.of(SocketState.CLOSE_WAIT),
                Optional.empty(),
                Optional.of("host"),
                Optional.of(new OwnerFilter("unit:nginx.service"))));

    assertThat(series.points().get(0).gauge()).isEqualTo(new Gauge(1, 4, 4, 4, 4));
    assertThat(series.bounds()).isFalse();
  }

  @Test
  void severalGroupsThatMatchAreBounds() {
    hosts.add(
        Snapshots.of("a", START)
            .group(HTTPS, unit("nginx.service"), SocketState.CLOSE_WAIT, 4)
            .group("box", HTTPS, unit("nginx.service"), SocketState.CLOSE_WAIT, 100)
            .build());

    Series series =
        read(
            new Sockets(
                Set.of(SocketState.CLOSE_WAIT),
                Optional.of(HTTPS),
                Optional.empty(),
                Optional.of(new OwnerFilter("nginx.service"))));

    assertThat(series.points().get(0).gauge().last()).isEqualTo(104);
    assertThat(series.bounds()).isTrue();
  }

  @Test
  void anOwnerThatHadNoneIsZeroInEveryWindow() {
    closeWaitAt(0, 4);

    Series series =
        read(
            new Sockets(
                Set.of(SocketState.CLOSE_WAIT),
                Optional.of(HTTPS),
                Optional.empty(),
                Optional.of(new OwnerFilter("nobody"))));

    assertThat(series.points())
        .extracting(SeriesPoint::gauge)
        .containsExactly(new Gauge(1, 0, 0, 0, 0));
  }

  @Test
  void aMergedPointHasTheLastJudgement() {
    closeWaitAt(0, 4);
    closeWaitAt(60, 4);
    hosts.edit(
        "a", START, window -> window.judge(HTTPS, SocketState.CLOSE_WAIT, new Judgement(1, 100)));
    hosts.edit(
        "a",
        START.plusSeconds(60),
        window -> window.judge(HTTPS, SocketState.CLOSE_WAIT, new Judgement(2, 100)));

    assertThat(read(closeWait(Optional.of(HTTPS)), Duration.ofMinutes(5)).points())
        .extracting(SeriesPoint::judged)
        .containsExactly(Optional.of(new Judgement(2, 100)));
  }

  @Test
  void kernelCountersHaveTheirSum() {
    closeWaitAt(0, 1);
    hosts.edit("a", START, window -> window.addCounter("host", "listenOverflows", 3));
    hosts.edit("a", START, window -> window.addCounter("host", "listenOverflows", 5));
    closeWaitAt(60, 1);
    hosts.edit(
        "a", START.plusSeconds(60), window -> window.addCounter("host", "listenOverflows", 2));

    SeriesPoint point =
        read(new Measure.KernelCounter("host", "listenOverflows"), Duration.ofMinutes(2))
            .points()
            .get(0);

    assertThat(point.gauge()).isEqualTo(new Gauge(3, 2, 5, 10 / 3d, 2));
    assertThat(point.sum()).hasValue(10);
    assertThat(read(new Measure.KernelCounter("box", "listenOverflows")).points()).isEmpty();
  }

  @Test
  void acceptQueuesAreThoseOfTheEndpoint() {
    hosts.add(
        Snapshots.of("a", START)
            .group(
                new Group(
                    "host",
                    HTTPS,
                    unit("nginx.service"),
                    Optional.empty(),
                    StateCounts.of(SocketState.LISTEN, 1),
                    Optional.of(ListenQueue.of(7, 511)),
                    Map.of(),
                    Map.of()))
            .build());

    assertThat(read(new Measure.ListenQueued(HTTPS)).points())
        .extracting(SeriesPoint::gauge)
        .isEqualTo(List.of(new Gauge(1, 7, 7, 7, 7)));
    assertThat(read(new Measure.ListenLimit(HTTPS)).points().get(0).gauge().last()).isEqualTo(511);
    assertThat(read(new Measure.ListenLimit(DATABASE)).points()).isEmpty();
  }
}
