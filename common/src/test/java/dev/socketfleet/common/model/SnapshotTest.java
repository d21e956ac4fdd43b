package dev.socketfleet.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  private static final Endpoint WEB = new Endpoint(Role.SERVER, 443);

  private static Snapshot snapshot(
      String host, String boot, long seq, Duration interval, List<Group> groups) {
    return new Snapshot(
        host,
        Map.of(),
        "Linux",
        boot,
        seq,
        Instant.EPOCH,
        interval,
        "netlink",
        true,
        List.of(),
        groups,
        List.of(),
        new CollectorHealth("1", 0, 0, 0));
  }

  private static Snapshot of(List<Group> groups) {
    return snapshot("web-17", "b", 0, Duration.ofSeconds(10), groups);
  }

  @Test
  void totalsAreOverAllGroupsOfAllNamespaces() {
    StateCounts three = StateCounts.of(SocketState.ESTABLISHED, 3);
    Snapshot snapshot =
        of(
            List.of(
                Group.of(Group.HOST_NETNS, WEB, Owner.NONE, three),
                Group.of("redis", WEB, Owner.NONE, three),
                Group.of(
                    Group.ANY_NETNS,
                    new Endpoint(Role.CLIENT, 0),
                    Owner.OTHER,
                    StateCounts.of(SocketState.TIME_WAIT, 5))));
    assertThat(snapshot.totals())
        .isEqualTo(
            StateCounts.of(SocketState.ESTABLISHED, 6)
                .plus(StateCounts.of(SocketState.TIME_WAIT, 5)));
    assertThat(of(List.of()).totals()).isEqualTo(StateCounts.EMPTY);
  }

  @Test
  void doesNotChangeWithTheListItWasMadeFrom() {
    List<Group> groups = new ArrayList<>();
    Snapshot snapshot = of(groups);
    groups.add(Group.of(Group.HOST_NETNS, WEB, Owner.NONE, StateCounts.EMPTY));
    assertThat(snapshot.groups()).isEmpty();
  }

  @Test
  void refusesWhatCannotBeTold() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snapshot("a b", "b", 0, second, List.of()))
        .withMessage("host was 'a b' but it must be 1 to 253 of A-Z a-z 0-9 . _ : -");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snapshot("a", "", 0, second, List.of()))
        .withMessage("boot was '' but it must have 1 to 64 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snapshot("a", "b", -1, second, List.of()))
        .withMessage("seq was -1 but it must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snapshot("a", "b", 0, Duration.ZERO, List.of()))
        .withMessage("interval was PT0S but it must be above zero");
  }
}
