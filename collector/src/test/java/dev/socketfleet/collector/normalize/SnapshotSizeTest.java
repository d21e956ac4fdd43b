package dev.socketfleet.collector.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotSizeTest {

  /** Counts what the steps leave out, a hundred each, and one for each group. */
  private static int weight(Snapshot snapshot) {
    return snapshot.groups().stream().mapToInt(SnapshotSizeTest::weight).sum();
  }

  private static int weight(Group group) {
    return 1
        + (group.peers().isEmpty() ? 0 : 100)
        + (group.oldestMs().isEmpty() ? 0 : 100)
        + (group.process().isEmpty() ? 0 : 100)
        + (group.owner().equals(Owner.OTHER) ? 0 : 100);
  }

  private static Snapshot snapshot(int groups, String peer) {
    List<Group> list = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      list.add(
          new Group(
              "host",
              new Endpoint(Role.SERVER, 1 + i / 2),
              new Owner(OwnerKind.UNIT, "u" + i),
              Optional.of(new OwnerProcess(1 + i, "p")),
              StateCounts.of(SocketState.CLOSE_WAIT, 1 + groups - i),
              Optional.empty(),
              Map.of(SocketState.CLOSE_WAIT, List.of(new PeerCount(peer, 1))),
              Map.of(SocketState.CLOSE_WAIT, 5L)));
    }
    return new Snapshot(
        "web-1",
        Map.of(),
        "Linux",
        "ab",
        0,
        Instant.EPOCH,
        Duration.ofSeconds(10),
        "netlink",
        true,
        List.of(),
        list,
        List.of(),
        new CollectorHealth("1", 1, 1, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8020 | 20 |",
        "6020 | 20 | peers",
        "4020 | 20 | peers, ages",
        "2020 | 20 | peers, ages, process ids",
        "20 | 10 | peers, ages, process ids, owners",
        "6 | 4 | peers, ages, process ids, owners, the smallest groups"
      })
  void leavesOutWhatHelpsLeastFirst(int limit, int groups, String leftOut) {
    Snapshot original = snapshot(20, "10.0.0.9");

    Snapshot fitted = new SnapshotSize(limit, SnapshotSizeTest::weight).fit(original);

    assertThat(fitted.totals()).isEqualTo(original.totals());
    assertThat(fitted.groups()).hasSize(groups);
    assertThat(fitted.notes())
        .isEqualTo(
            leftOut == null ? List.of() : List.of("too large for the topic: left out " + leftOut));
  }

  @Test
  void fitsTheLargestSnapshotIntoTheTopic() {
    Snapshot original = snapshot(2_000, "2001:db8:1111:2222:3333:4444:5555:6666");
    List<Group> large = new ArrayList<>();
    for (Group group : original.groups()) {
      large.add(
          new Group(
              "n".repeat(256),
              group.endpoint(),
              new Owner(OwnerKind.PROCESS, group.owner().name() + "x".repeat(240)),
              group.process(),
              group.counts(),
              group.listen(),
              group.peers(),
              group.oldestMs()));
    }
    Snapshot largest =
        new Snapshot(
            original.host(),
            original.labels(),
            original.os(),
            original.boot(),
            original.seq(),
            original.capturedAt(),
            original.interval(),
            original.source(),
            original.complete(),
            original.notes(),
            large,
            original.namespaces(),
            original.collector());
    assertThat(SnapshotCodec.encode(largest).length)
        .isGreaterThan(SnapshotCodec.MAX_SNAPSHOT_BYTES);

    Snapshot fitted = new SnapshotSize().fit(largest);

    assertThat(SnapshotCodec.encode(fitted).length)
        .isLessThanOrEqualTo(SnapshotCodec.MAX_SNAPSHOT_BYTES);
    assertThat(fitted.totals()).isEqualTo(largest.totals());
  }
}
