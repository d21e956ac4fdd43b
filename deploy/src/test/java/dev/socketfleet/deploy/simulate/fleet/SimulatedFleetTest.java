package dev.socketfleet.deploy.simulate.fleet;

import static dev.socketfleet.deploy.simulate.SimulatedRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.simulate.SimulatedRun;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedFleetTest {

  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final String ALL_KINDS =
      """
      incidents:
        - {kind: close-wait-leak, start: 1m, length: 10m, host: web-00000}
        - {kind: syn-flood, start: 1m, length: 10m, host: web-00001}
        - {kind: stuck-accept, start: 1m, length: 10m, host: app-00006}
        - {kind: upstream-down, start: 1m, length: 10m, host: app-00007}
        - {kind: port-exhaustion, start: 1m, length: 10m, host: web-00002}
        - {kind: peer-leak, start: 1m, length: 10m, host: app-00008, port: 5432}
        - {kind: lost-fins, start: 1m, length: 10m, host: web-00003}
        - {kind: two-collectors, start: 1m, length: 10m, host: web-00004}
        - {kind: silent-host, start: 1m, length: 10m, host: web-00005}
        - {kind: listener-gone, start: 1m, length: 10m, host: db-00013}
        - {kind: clock-skew, start: 1m, length: 10m, host: cache-00015}
        - {kind: incomplete-snapshots, start: 1m, length: 10m, host: worker-00017}
      """;

  private static SimulatedFleet fleet() {
    return SimulatedRun.of(20, INTERVAL, Duration.ofHours(1), ALL_KINDS).fleet();
  }

  private static SimulatedFleet fleet(long seed) {
    return new SimulatedFleet(new FleetSettings(seed, 20, INTERVAL, START));
  }

  private static List<Snapshot> snapshots(SimulatedFleet fleet, int intervals) {
    List<Snapshot> snapshots = new ArrayList<>();
    Draft draft = new Draft();
    for (long interval = 0; interval < intervals; interval++) {
      for (Slot slot : fleet.schedule(fleet.hosts())) {
        fleet
            .delivery(slot, interval, draft)
            .ifPresent(delivery -> snapshots.add(delivery.snapshot()));
      }
    }
    return snapshots;
  }

  @Test
  void theSameSeedGivesTheSameSnapshotsInAnyOrderAndOnAnyThread() {
    List<Snapshot> inOrder = snapshots(fleet(), 15);
    SimulatedFleet again = fleet();
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 15 * 40).boxed().toList());
    Collections.shuffle(numbers, new Random(3));
    List<Slot> schedule = again.schedule(again.hosts());
    List<Snapshot> anyhow =
        numbers.parallelStream()
            .filter(number -> number % 40 < schedule.size())
            .flatMap(
                number ->
                    again
                        .delivery(schedule.get(number % 40), number / 40, new Draft())
                        .map(Delivery::snapshot)
                        .stream())
            .toList();
    assertThat(anyhow).containsExactlyInAnyOrderElementsOf(inOrder);
  }

  @Test
  void anotherSeedGivesOtherSnapshots() {
    assertThat(snapshots(fleet(1), 1).get(0).groups())
        .isNotEqualTo(snapshots(fleet(2), 1).get(0).groups());
  }

  @Test
  void everySnapshotIsTheSameAfterTheWire() throws MalformedRecordException {
    for (Snapshot snapshot : snapshots(fleet(), 15)) {
      byte[] json = SnapshotCodec.encode(snapshot);
      assertThat(json).hasSizeLessThan(SnapshotCodec.MAX_SNAPSHOT_BYTES);
      assertThat(SnapshotCodec.decode(json)).isEqualTo(snapshot);
    }
  }

  @Test
  void peersNeverCountMoreThanTheirGroup() {
    for (Snapshot snapshot : snapshots(fleet(), 10)) {
      snapshot
          .groups()
          .forEach(
              group ->
                  group
                      .peers()
                      .forEach(
                          (state, peers) ->
                              assertThat(peers.stream().mapToLong(it -> it.count()).sum())
                                  .isPositive()
                                  .isLessThanOrEqualTo(group.counts().count(state))));
    }
  }

  @Test
  void countersOnlyRiseAndSequencesHaveNoGapOnADayWithoutIncidents() {
    SimulatedFleet fleet = fleet(5);
    Draft draft = new Draft();
    for (Slot slot : fleet.schedule(fleet.hosts())) {
      Snapshot before = fleet.delivery(slot, 0, draft).orElseThrow().snapshot();
      for (long interval = 1; interval < 1_440; interval++) {
        Snapshot now = fleet.delivery(slot, interval, draft).orElseThrow().snapshot();
        boolean restarted = !now.boot().equals(before.boot());
        assertThat(now.seq()).isEqualTo(restarted ? 0 : before.seq() + 1);
        assertNothingFell(before.namespaces(), now.namespaces());
        before = now;
      }
    }
  }

  private static void assertNothingFell(List<Namespace> before, List<Namespace> now) {
    for (int i = 0; i < before.size(); i++) {
      Map<String, Long> counters = now.get(i).tcp();
      before
          .get(i)
          .tcp()
          .forEach((name, value) -> assertThat(counters.get(name)).isGreaterThanOrEqualTo(value));
    }
  }

  @Test
  void nightsAndWeekendsAreQuieterThanWorkingDays() {
    SimulatedFleet fleet = fleet(5);
    assertThat(established(fleet, 14 * 60)).isGreaterThan(1.4 * established(fleet, 3 * 60));
    long saturday = 5 * 1_440L;
    assertThat(established(fleet, 14 * 60))
        .isGreaterThan(1.2 * established(fleet, saturday + 14 * 60));
  }

  private static double established(SimulatedFleet fleet, long interval) {
    return fleet.schedule(fleet.hosts()).stream()
        .flatMap(slot -> fleet.delivery(slot, interval, new Draft()).stream())
        .mapToLong(it -> it.snapshot().totals().count(SocketState.ESTABLISHED))
        .sum();
  }

  @Test
  void mostHostsHaveAsManyGroupsAsRealOnes() {
    assertThat(snapshots(fleet(5), 1))
        .allSatisfy(it -> assertThat(it.groups()).hasSizeBetween(18, 32));
  }
}
