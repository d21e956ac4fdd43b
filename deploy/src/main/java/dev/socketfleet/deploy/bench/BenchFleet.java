package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Snapshots of a fleet at work, without incidents: half of the endpoints are services with a queue,
 * half are what the host connects to; counts move from snapshot to snapshot.
 *
 * @param hosts how many
 * @param endpoints of each host
 * @param interval between two snapshots of a host
 * @param boot of all their collectors
 */
record BenchFleet(int hosts, int endpoints, Duration interval, String boot) {

  static final int FIRST_PORT = 1_000;

  /** A fleet with the collector's own interval. */
  static BenchFleet of(int hosts, int endpoints) {
    return new BenchFleet(hosts, endpoints, Duration.ofSeconds(10), "0123456789abcdef");
  }

  /** The id of a host. */
  static String host(int number) {
    return "bench-%06d".formatted(number);
  }

  /** The snapshot of a host; the same numbers give the same one. */
  Snapshot snapshot(int host, int seq, Instant at) {
    Random random = new Random(31L * host + 1_000_003L * seq);
    List<Group> groups = new ArrayList<>(endpoints);
    for (int i = 0; i < endpoints; i++) {
      groups.add(i % 2 == 0 ? service(i, random) : client(i, random));
    }
    return new Snapshot(
        host(host),
        Map.of("dc", "dc" + host % 3, "role", "role" + host % 7),
        "Linux 6.18",
        boot,
        seq,
        at,
        interval,
        "netlink",
        true,
        List.of(),
        groups,
        List.of(namespace(seq)),
        new CollectorHealth("1.0.0", 2_500, 78_000_000, 0));
  }

  private static Group service(int i, Random random) {
    return new Group(
        Group.HOST_NETNS,
        new Endpoint(Role.SERVER, FIRST_PORT + i),
        new Owner(OwnerKind.UNIT, "service-%d.service".formatted(i)),
        Optional.of(new OwnerProcess(1_000 + i, "service-" + i)),
        counts(1, 100 + random.nextInt(50), 1 + random.nextInt(30), 1 + random.nextInt(3)),
        Optional.of(ListenQueue.of(random.nextInt(3), 4_096)),
        Map.of(),
        Map.of());
  }

  private static Group client(int i, Random random) {
    return new Group(
        Group.HOST_NETNS,
        new Endpoint(Role.CLIENT, FIRST_PORT + i),
        new Owner(OwnerKind.UNIT, "service-%d.service".formatted(i - 1)),
        Optional.of(new OwnerProcess(1_000 + i, "service-" + (i - 1))),
        counts(0, 20 + random.nextInt(10), 1 + random.nextInt(20), 0),
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  private static StateCounts counts(long listen, long established, long timeWait, long closeWait) {
    long[] counts = new long[SocketState.COUNT];
    counts[SocketState.LISTEN.code()] = listen;
    counts[SocketState.ESTABLISHED.code()] = established;
    counts[SocketState.TIME_WAIT.code()] = timeWait;
    counts[SocketState.CLOSE_WAIT.code()] = closeWait;
    return StateCounts.of(counts);
  }

  private static Namespace namespace(int seq) {
    return new Namespace(
        Group.HOST_NETNS,
        4_026_531_840L,
        Map.of("listenOverflows", 3L, "listenDrops", 3L, "retransSegs", 100L + seq),
        KernelLimits.NONE,
        List.of());
  }
}
