package dev.socketfleet.streams.window;

import static dev.socketfleet.streams.Snapshots.HTTPS;
import static dev.socketfleet.streams.Snapshots.NGINX;
import static dev.socketfleet.streams.Snapshots.POSTGRES;
import static dev.socketfleet.streams.Snapshots.T0;
import static dev.socketfleet.streams.Snapshots.counting;
import static dev.socketfleet.streams.Snapshots.https;
import static dev.socketfleet.streams.Snapshots.listening;
import static dev.socketfleet.streams.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HostWindowTest {

  private static final int MAX_ENDPOINTS = 2_100;
  private static final int MAX_GROUPS = 4_200;

  private final HostWindow window = new HostWindow(T0, T0 + 60_000);
  private long seq;

  private HostSample sample(long atMs, Group... groups) {
    return HostSample.of(snapshot("web-1", "b", seq++, atMs, List.of(groups)), atMs);
  }

  @Test
  void keepsGaugesOfHostEndpointAndGroup() {
    Owner backup = new Owner(OwnerKind.PROCESS, "backup");
    Group other =
        Group.of(Group.HOST_NETNS, HTTPS, backup, StateCounts.of(SocketState.ESTABLISHED, 5));
    Group database =
        Group.of(Group.HOST_NETNS, POSTGRES, NGINX, StateCounts.of(SocketState.ESTABLISHED, 100));
    window.add(sample(T0, https(SocketState.ESTABLISHED, 10), other, database));
    window.add(sample(T0 + 10_000, https(SocketState.ESTABLISHED, 1), other, database));
    window.add(sample(T0 + 20_000, https(SocketState.ESTABLISHED, 4), other, database));

    assertThat(window.samples()).isEqualTo(3);
    assertThat(window.total(SocketState.ESTABLISHED)).isEqualTo(new Gauge(3, 106, 115, 110, 109));
    assertThat(window.endpoint(HTTPS, SocketState.ESTABLISHED))
        .isEqualTo(new Gauge(3, 6, 15, 10, 9));
    assertThat(window.groups())
        .contains(
            new GroupSeries(
                Group.HOST_NETNS,
                HTTPS,
                NGINX,
                Map.of(SocketState.ESTABLISHED, new Gauge(3, 1, 10, 5, 4))),
            new GroupSeries(
                Group.HOST_NETNS,
                HTTPS,
                backup,
                Map.of(SocketState.ESTABLISHED, new Gauge(3, 5, 5, 5, 5))));
  }

  @Test
  void takesMinAndMaxOfTheSumNotTheSumOfMinsAndMaxes() {
    Group first = https(SocketState.CLOSE_WAIT, 30);
    Group second = Group.of("pod-7", HTTPS, NGINX, StateCounts.of(SocketState.CLOSE_WAIT, 30));
    window.add(sample(T0, first));
    window.add(sample(T0 + 10_000, second));

    assertThat(window.endpoint(HTTPS, SocketState.CLOSE_WAIT))
        .isEqualTo(new Gauge(2, 30, 30, 30, 30));
  }

  @Test
  void tellsTheNamespacesOfAnEndpointApart() {
    Group elsewhere = Group.of("pod-7", HTTPS, NGINX, StateCounts.of(SocketState.CLOSE_WAIT, 7));
    window.add(sample(T0, https(SocketState.CLOSE_WAIT, 30), elsewhere));
    window.add(sample(T0 + 10_000, https(SocketState.CLOSE_WAIT, 10), elsewhere));

    assertThat(window.endpoint("pod-7", HTTPS, SocketState.CLOSE_WAIT))
        .isEqualTo(new Gauge(2, 7, 7, 7, 7));
    assertThat(window.endpoint(Group.HOST_NETNS, HTTPS, SocketState.CLOSE_WAIT))
        .isEqualTo(new Gauge(2, 10, 30, 20, 10));
  }

  @Test
  void countsAbsenceInACompleteSnapshotAsZero() {
    window.add(sample(T0));
    window.add(sample(T0 + 10_000, https(SocketState.CLOSE_WAIT, 8)));
    window.add(sample(T0 + 20_000, https(SocketState.CLOSE_WAIT, 4)));
    window.add(sample(T0 + 30_000));

    assertThat(window.endpoint(HTTPS, SocketState.CLOSE_WAIT)).isEqualTo(new Gauge(4, 0, 8, 3, 0));
  }

  @Test
  void answersZeroForWhatWasNeverSeen() {
    window.add(sample(T0, https(SocketState.ESTABLISHED, 1)));

    Gauge zero = new Gauge(1, 0, 0, 0, 0);
    assertThat(window.total(SocketState.CLOSING)).isEqualTo(zero);
    assertThat(window.endpoint(HTTPS, SocketState.CLOSING)).isEqualTo(zero);
    assertThat(window.endpoint(POSTGRES, SocketState.ESTABLISHED)).isEqualTo(zero);
    assertThat(window.listenQueued(POSTGRES)).isEmpty();
    assertThat(window.tcp(Group.HOST_NETNS, "listenDrops")).isEmpty();
    assertThat(window.judged(HTTPS, SocketState.ESTABLISHED)).isEmpty();
  }

  @Test
  void takesTheYoungestByEventTimeAsLastWhateverArrivesLast() {
    HostSample young = sample(T0 + 30_000, https(SocketState.ESTABLISHED, 3));
    HostSample old = sample(T0 + 10_000, https(SocketState.ESTABLISHED, 9));
    window.add(young);
    window.add(old);

    assertThat(window.endpoint(HTTPS, SocketState.ESTABLISHED).last()).isEqualTo(3);
  }

  @Test
  void letsTheSequenceDecideBetweenTwoOfTheSameTime() {
    HostSample first = sample(T0, https(SocketState.ESTABLISHED, 9));
    HostSample second = sample(T0, https(SocketState.ESTABLISHED, 3));
    window.add(second);
    window.add(first);

    assertThat(window.endpoint(HTTPS, SocketState.ESTABLISHED).last()).isEqualTo(3);
  }

  @Test
  void keepsAcceptQueuesOverTheSnapshotsThatListened() {
    window.add(sample(T0, listening(HTTPS, 2, 511)));
    window.add(sample(T0 + 10_000));
    window.add(sample(T0 + 20_000, listening(HTTPS, 6, 128)));

    assertThat(window.listenQueued(HTTPS)).contains(new Gauge(2, 2, 6, 4, 6));
    assertThat(window.listenLimit(HTTPS)).contains(new Gauge(2, 128, 511, 319.5, 128));
  }

  @Test
  void takesTheYoungestListenerAsLastEvenIfItCameLate() {
    HostSample listened = sample(T0, listening(HTTPS, 7, 511));
    HostSample closed = sample(T0 + 10_000);
    window.add(closed);
    window.add(listened);

    assertThat(window.listenQueued(HTTPS)).contains(new Gauge(1, 7, 7, 7, 7));
  }

  @Test
  void leavesTheQueueLimitOutWhereTheSystemDoesNotTell() {
    window.add(sample(T0, listening(HTTPS, 2, ListenQueue.UNKNOWN)));

    assertThat(window.listenQueued(HTTPS)).contains(new Gauge(1, 2, 2, 2, 2));
    assertThat(window.listenLimit(HTTPS)).isEmpty();
  }

  @Test
  void keepsWhatKernelCountersDid() {
    HostSample first = sample(T0);
    HostSample second = sample(T0 + 10_000);
    window.add(first);
    window.addCounter(Group.HOST_NETNS, "listenDrops", 4);
    window.add(second);
    window.addCounter(Group.HOST_NETNS, "listenDrops", 2);

    assertThat(window.tcp(Group.HOST_NETNS, "listenDrops"))
        .contains(new CounterGauge(new Gauge(2, 2, 4, 3, 2), 6));
  }

  @Test
  void isTheSameAfterEncodingAtEveryStep() {
    HostWindow stored = new HostWindow(T0, T0 + 60_000);
    for (int i = 0; i < 6; i++) {
      HostSample next =
          sample(
              T0 + i * 10_000L,
              listening(HTTPS, i, 511),
              https(SocketState.ofCode(i), 1L << (i * 8)));
      window.add(next);
      window.addCounter("pod-7", "listenDrops", i);
      window.judge(HTTPS, SocketState.CLOSE_WAIT, new Judgement(Double.NaN, i));
      stored.add(next);
      stored.addCounter("pod-7", "listenDrops", i);
      stored.judge(HTTPS, SocketState.CLOSE_WAIT, new Judgement(Double.NaN, i));
      if (i == 3) {
        window.close();
        stored.close();
      }
      stored = reread(stored);
      assertSame(stored, window);
    }
  }

  private static HostWindow reread(HostWindow window) {
    BinaryWriter out = new BinaryWriter();
    window.encode(out);
    BinaryReader in = new BinaryReader(out.toByteArray());
    HostWindow copy = HostWindow.decode(in);
    assertThat(in.remaining()).isZero();
    return copy;
  }

  private static void assertSame(HostWindow actual, HostWindow expected) {
    assertThat(actual.counts("web-1")).isEqualTo(expected.counts("web-1"));
    assertThat(actual.groups()).containsExactlyInAnyOrderElementsOf(expected.groups());
    assertThat(actual.tcp("pod-7", "listenDrops")).isEqualTo(expected.tcp("pod-7", "listenDrops"));
    assertThat(actual.judged(HTTPS, SocketState.CLOSE_WAIT))
        .isEqualTo(expected.judged(HTTPS, SocketState.CLOSE_WAIT));
  }

  @Test
  void refusesAWindowOfAnotherVersion() {
    BinaryWriter out = new BinaryWriter();
    out.varint(1);
    assertThatThrownBy(() -> HostWindow.decode(new BinaryReader(out.toByteArray())))
        .isInstanceOf(BinaryFormatException.class)
        .hasMessage("a stored window has version 1 but this program reads 3");
  }

  @Test
  void keepsTotalsExactWhenEndpointsOverflow() {
    List<Group> groups = new ArrayList<>();
    for (int port = 1; port <= MAX_ENDPOINTS + 50; port++) {
      groups.add(
          Group.of(
              Group.HOST_NETNS,
              new Endpoint(Role.SERVER, port),
              NGINX,
              StateCounts.of(SocketState.ESTABLISHED, 2)));
    }
    window.add(sample(T0, groups.toArray(Group[]::new)));
    window.add(sample(T0 + 10_000, groups.toArray(Group[]::new)));

    assertThat(window.total(SocketState.ESTABLISHED).last()).isEqualTo(2 * (MAX_ENDPOINTS + 50));
    assertThat(window.counts("web-1").endpoints()).hasSize(MAX_ENDPOINTS + 1);
    assertThat(window.endpoint(new Endpoint(Role.SERVER, 1), SocketState.ESTABLISHED))
        .isEqualTo(new Gauge(2, 2, 2, 2, 2));
    assertThat(window.endpoint(new Endpoint(Role.SERVER, 0), SocketState.ESTABLISHED))
        .isEqualTo(new Gauge(2, 100, 100, 100, 100));
    assertThat(
            window.counts("web-1").endpoints().stream()
                .map(it -> it.states().get(SocketState.ESTABLISHED))
                .filter(Objects::nonNull)
                .mapToLong(Gauge::last)
                .sum())
        .isEqualTo(window.total(SocketState.ESTABLISHED).last());
  }

  @Test
  void keepsTotalsExactWhenGroupsOverflow() {
    for (int i = 0; i < 5; i++) {
      int round = i;
      Group[] groups =
          LongStream.range(0, 1_000)
              .mapToObj(
                  owner ->
                      Group.of(
                          Group.HOST_NETNS,
                          HTTPS,
                          new Owner(OwnerKind.PROCESS, round + "-" + owner),
                          StateCounts.of(SocketState.ESTABLISHED, 3)))
              .toArray(Group[]::new);
      window.add(sample(T0 + i * 10_000L, groups));
    }

    assertThat(window.groups()).hasSize(MAX_GROUPS + 1);
    assertThat(window.endpoint(HTTPS, SocketState.ESTABLISHED))
        .isEqualTo(new Gauge(5, 3_000, 3_000, 3_000, 3_000));
    assertThat(window.groups())
        .filteredOn(it -> it.owner().equals(Owner.OTHER))
        .containsExactly(
            new GroupSeries(
                Group.ANY_NETNS,
                new Endpoint(Role.SERVER, 0),
                Owner.OTHER,
                Map.of(SocketState.ESTABLISHED, new Gauge(5, 0, 2_400, 480, 2_400))));
    assertThat(
            window.groups().stream()
                .map(it -> it.states().get(SocketState.ESTABLISHED))
                .filter(Objects::nonNull)
                .mapToDouble(Gauge::mean)
                .sum())
        .isEqualTo(3_000);
  }

  @Test
  void boundsWhatCountersMayTake() {
    HostSample sample = sample(T0);
    window.add(sample);
    for (int i = 0; i < 10_000; i++) {
      window.addCounter("pod-" + i, "listenDrops", 1);
    }
    assertThat(window.tcp("pod-3999", "listenDrops")).isPresent();
    assertThat(window.tcp("pod-4000", "listenDrops")).isEmpty();
  }

  @Test
  void givesUpItsGroupsForGoodWhenItIsTooLarge() {
    window.add(sample(T0, https(SocketState.ESTABLISHED, 10)));

    HostWindow small = HostWindow.decode(new BinaryReader(window.encode(40)));
    assertThat(small.groups()).isEmpty();
    assertThat(small.total(SocketState.ESTABLISHED)).isEqualTo(new Gauge(1, 10, 10, 10, 10));

    // Groups that began anew would say that there were none before.
    small.add(sample(T0 + 10_000, https(SocketState.ESTABLISHED, 20)));
    assertThat(small.groups()).isEmpty();
    assertThat(small.endpoint(HTTPS, SocketState.ESTABLISHED))
        .isEqualTo(new Gauge(2, 10, 20, 15, 20));
  }

  @Test
  void keepsItsGroupsWhenTheyFit() {
    window.add(sample(T0, https(SocketState.ESTABLISHED, 10), counted()));
    HostWindow whole = HostWindow.decode(new BinaryReader(window.encode(1_000)));
    assertThat(whole.groups()).hasSize(2);
  }

  private static Group counted() {
    return Group.of("pod-7", POSTGRES, Owner.NONE, StateCounts.of(SocketState.TIME_WAIT, 7));
  }

  @Test
  void preparesNamespacesByName() {
    HostSample sample =
        HostSample.of(
            snapshot("web-1", "b", 0, T0, true, List.of(), List.of(counting("listenDrops", 5))),
            T0);
    assertThat(sample.tcp(Group.HOST_NETNS)).containsEntry("listenDrops", 5L);
    assertThat(sample.tcp("pod-7")).isEmpty();
  }
}
