package dev.socketfleet.streams.window;

import static dev.socketfleet.streams.Snapshots.T0;
import static dev.socketfleet.streams.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for any snapshots: {@link NaiveWindow} says what is right. */
class HostWindowPropertyTest {

  private static final List<String> NAMESPACES = List.of(Group.HOST_NETNS, "pod-1");
  private static final List<Owner> OWNERS =
      List.of(Owner.NONE, new Owner(OwnerKind.UNIT, "a"), new Owner(OwnerKind.PROCESS, "b"));

  @Property(tries = 300)
  void equalsTheObviousComputationInAnyOrder(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int snapshots) {
    Random random = new Random(seed);
    List<Snapshot> arrived = randomSnapshots(random, snapshots);
    Collections.shuffle(arrived, random);

    HostWindow window = new HostWindow(T0, T0 + 60_000);
    for (Snapshot snapshot : arrived) {
      window.add(HostSample.of(snapshot, snapshot.capturedAt().toEpochMilli()));
      if (random.nextInt(4) == 0) {
        window = reread(window);
      }
    }

    assertEqual(window, new NaiveWindow(arrived));
  }

  @Property(tries = 300)
  void windowsThatAreMergedEqualOneOverAllOfThem(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int snapshots) {
    Random random = new Random(seed);
    List<Snapshot> arrived = randomSnapshots(random, snapshots);
    Map<Long, HostWindow> parts = new TreeMap<>();
    for (Snapshot snapshot : arrived) {
      long atMs = snapshot.capturedAt().toEpochMilli();
      long startMs = atMs / 20_000 * 20_000;
      parts
          .computeIfAbsent(startMs, start -> new HostWindow(start, start + 20_000))
          .add(HostSample.of(snapshot, atMs));
    }
    List<HostWindow> shuffled = new ArrayList<>(parts.values());
    Collections.shuffle(shuffled, random);

    HostWindow merged = new HostWindow(T0, T0 + 60_000);
    shuffled.forEach(part -> merged.merge(reread(part)));

    assertEqual(reread(merged), new NaiveWindow(arrived));
  }

  @Property(tries = 300)
  void aPartIsReadAsTheWholeHasIt(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int snapshots) {
    Random random = new Random(seed);
    HostWindow window = new HostWindow(T0, T0 + 60_000);
    for (Snapshot snapshot : randomSnapshots(random, snapshots)) {
      window.add(HostSample.of(snapshot, snapshot.capturedAt().toEpochMilli()));
    }
    for (EndpointWindow each : window.counts("h").endpoints()) {
      window.judge(each.endpoint(), SocketState.CLOSE_WAIT, new Judgement(1, random.nextInt()));
    }
    BinaryWriter out = new BinaryWriter();
    window.encode(out);

    HostWindow totals =
        HostWindow.decode(new BinaryReader(out.toByteArray()), new WindowPart.Totals());
    for (EndpointWindow each : window.counts("h").endpoints()) {
      Endpoint endpoint = each.endpoint();
      HostWindow part =
          HostWindow.decode(
              new BinaryReader(out.toByteArray()), new WindowPart.OneEndpoint(endpoint));
      assertThat(part.listenQueued(endpoint)).isEqualTo(window.listenQueued(endpoint));
      assertThat(part.listenLimit(endpoint)).isEqualTo(window.listenLimit(endpoint));
      for (SocketState state : SocketState.values()) {
        assertThat(part.endpoint(endpoint, state)).isEqualTo(window.endpoint(endpoint, state));
        assertThat(part.judged(endpoint, state)).isEqualTo(window.judged(endpoint, state));
        assertThat(part.total(state)).isEqualTo(window.total(state));
        assertThat(totals.total(state)).isEqualTo(window.total(state));
      }
    }
  }

  private static void assertEqual(HostWindow window, NaiveWindow naive) {
    for (SocketState state : SocketState.values()) {
      assertThat(window.total(state)).isEqualTo(naive.gauge(group -> true, state));
    }
    Map<String, Map<SocketState, Gauge>> endpoints = new TreeMap<>();
    for (EndpointWindow endpoint : window.counts("h").endpoints()) {
      endpoints.put(endpoint.endpoint().toString(), new TreeMap<>(endpoint.states()));
      assertThat(endpoint.listenQueued())
          .isEqualTo(naive.queued(group -> group.endpoint().equals(endpoint.endpoint())));
    }
    assertThat(endpoints).isEqualTo(naive.gaugesBy(Group::endpoint));
    Map<String, Map<SocketState, Gauge>> groups = new TreeMap<>();
    for (GroupSeries series : window.groups()) {
      groups.put(
          name(series.netns(), series.endpoint(), series.owner()), new TreeMap<>(series.states()));
    }
    assertThat(groups).isEqualTo(naive.gaugesBy(it -> name(it.netns(), it.endpoint(), it.owner())));
  }

  private static String name(String netns, Endpoint endpoint, Owner owner) {
    return netns + " " + endpoint + " " + owner;
  }

  private static HostWindow reread(HostWindow window) {
    BinaryWriter out = new BinaryWriter();
    window.encode(out);
    return HostWindow.decode(new BinaryReader(out.toByteArray()));
  }

  /** Few ports, owners and times, so that they meet often. */
  private static List<Snapshot> randomSnapshots(Random random, int size) {
    List<Snapshot> snapshots = new ArrayList<>();
    for (int seq = 0; seq < size; seq++) {
      long atMs = T0 + random.nextInt(6) * 10_000L;
      List<Group> groups = new ArrayList<>();
      for (int left = random.nextInt(6); left > 0; left--) {
        groups.add(randomGroup(random));
      }
      snapshots.add(snapshot("h", "b", seq, atMs, groups));
    }
    return snapshots;
  }

  private static Group randomGroup(Random random) {
    long[] counts = new long[SocketState.COUNT];
    for (int left = random.nextInt(4); left > 0; left--) {
      counts[random.nextInt(SocketState.COUNT)] = random.nextInt(1_000);
    }
    Role role = random.nextBoolean() ? Role.SERVER : Role.CLIENT;
    return new Group(
        NAMESPACES.get(random.nextInt(NAMESPACES.size())),
        new Endpoint(role, 1 + random.nextInt(3)),
        OWNERS.get(random.nextInt(OWNERS.size())),
        Optional.empty(),
        StateCounts.of(counts),
        random.nextInt(3) == 0
            ? Optional.of(ListenQueue.of(random.nextInt(100), 128))
            : Optional.empty(),
        Map.of(),
        Map.of());
  }
}
