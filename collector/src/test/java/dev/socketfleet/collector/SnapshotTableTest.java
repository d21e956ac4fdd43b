package dev.socketfleet.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotTableTest {

  @Test
  void hasALineForEachGroupAndAColumnForEachState() {
    Group server =
        new Group(
            "host",
            new Endpoint(Role.SERVER, 443),
            new Owner(OwnerKind.UNIT, "nginx.service"),
            Optional.of(new OwnerProcess(812, "nginx")),
            StateCounts.of(SocketState.LISTEN, 2)
                .plus(StateCounts.of(SocketState.ESTABLISHED, 120)),
            Optional.of(ListenQueue.of(2, 511).plus(ListenQueue.of(0, 511))),
            Map.of(),
            Map.of());
    Group client =
        Group.of(
            "host",
            new Endpoint(Role.CLIENT, 0),
            new Owner(OwnerKind.PROCESS, "evil\u001b[2J"),
            StateCounts.of(SocketState.BOUND, 3));
    Snapshot snapshot =
        new Snapshot(
            "web-17",
            Map.of(),
            "Linux 6.18",
            "ab",
            0,
            Instant.EPOCH,
            Duration.ofSeconds(10),
            "netlink",
            true,
            List.of("owners: needs more"),
            List.of(server, client),
            List.of(),
            new CollectorHealth("1", 3_100, 1, 0));

    assertThat(new SnapshotTable(snapshot).lines())
        .containsExactly(
            "web-17, Linux 6.18: 125 sockets read by netlink in 3.1 ms",
            "note: owners: needs more",
            "",
            "NETNS  ENDPOINT    OWNER                     QUEUE  listen  established  bound",
            "host   client:-    process evil?[2J                                          3",
            "host   server:443  unit nginx.service (812)  2/511       2          120",
            "total                                                    2          120      3");
  }
}
