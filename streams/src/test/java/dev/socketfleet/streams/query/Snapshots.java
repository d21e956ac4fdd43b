package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds a snapshot of a host for tests. */
public final class Snapshots {

  public static final Endpoint HTTPS = new Endpoint(Role.SERVER, 443);
  public static final Endpoint DATABASE = new Endpoint(Role.CLIENT, 5432);

  private final String host;
  private final Instant at;
  private final List<Group> groups = new ArrayList<>();
  private Map<String, String> labels = Map.of();

  private Snapshots(String host, Instant at) {
    this.host = host;
    this.at = at;
  }

  public static Snapshots of(String host, Instant at) {
    return new Snapshots(host, at);
  }

  public static Owner unit(String name) {
    return new Owner(OwnerKind.UNIT, name);
  }

  public Snapshots labels(Map<String, String> all) {
    labels = all;
    return this;
  }

  public Snapshots group(Group group) {
    groups.add(group);
    return this;
  }

  /** Sockets in the host's own namespace. */
  public Snapshots group(Endpoint endpoint, Owner owner, SocketState state, long count) {
    return group("host", endpoint, owner, state, count);
  }

  public Snapshots group(
      String netns, Endpoint endpoint, Owner owner, SocketState state, long count) {
    return group(Group.of(netns, endpoint, owner, StateCounts.of(state, count)));
  }

  public Snapshot build() {
    return new Snapshot(
        host,
        labels,
        "Linux 6.18",
        "boot",
        at.toEpochMilli() / 1000,
        at,
        Duration.ofSeconds(10),
        "netlink",
        true,
        List.of(),
        groups,
        List.of(),
        new CollectorHealth("1.0.0", 3_100, 61_000_000, 0));
  }
}
