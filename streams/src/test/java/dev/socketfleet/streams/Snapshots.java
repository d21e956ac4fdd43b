package dev.socketfleet.streams;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Snapshots for tests, with what matters to them and nothing else. */
public final class Snapshots {

  public static final Endpoint HTTPS = new Endpoint(Role.SERVER, 443);
  public static final Endpoint POSTGRES = new Endpoint(Role.CLIENT, 5432);
  public static final Owner NGINX = new Owner(OwnerKind.UNIT, "nginx.service");

  /** A minute that begins on a minute, far from zero. */
  public static final long T0 = 1_790_000_040_000L;

  private Snapshots() {}

  /** A complete one every 10 s. */
  public static Snapshot snapshot(
      String host, String boot, long seq, long atMs, List<Group> groups) {
    return snapshot(host, boot, seq, atMs, true, groups, List.of());
  }

  public static Snapshot snapshot(
      String host,
      String boot,
      long seq,
      long atMs,
      boolean complete,
      List<Group> groups,
      List<Namespace> namespaces) {
    return new Snapshot(
        host,
        Map.of("dc", "eu1"),
        "Linux 6.18",
        boot,
        seq,
        Instant.ofEpochMilli(atMs),
        Duration.ofSeconds(10),
        "netlink",
        complete,
        List.of(),
        groups,
        namespaces,
        new CollectorHealth("1.0.0", 3_100, 61_000_000, 0));
  }

  public static Group https(SocketState state, long count) {
    return Group.of(Group.HOST_NETNS, HTTPS, NGINX, StateCounts.of(state, count));
  }

  public static Group listening(Endpoint endpoint, long queued, long limit) {
    return new Group(
        Group.HOST_NETNS,
        endpoint,
        NGINX,
        Optional.empty(),
        StateCounts.of(SocketState.LISTEN, 1),
        Optional.of(ListenQueue.of(queued, limit)),
        Map.of(),
        Map.of());
  }

  public static Namespace counting(String counter, long value) {
    return new Namespace(
        Group.HOST_NETNS, 4_026_531_840L, Map.of(counter, value), KernelLimits.NONE, List.of());
  }
}
