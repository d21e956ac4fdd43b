package dev.socketfleet.common.wire;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one element of a snapshot's {@code groups}. */
final class GroupDecoder {

  /** More sockets in one state of one group than any host can have. */
  static final long MAX_COUNT = 1_000_000_000L;

  static final int MAX_ADDRESS_LENGTH = 64;

  private static final int MAX_PEERS = 64;

  /** Sums over all groups of a snapshot stay far from overflow. */
  private static final long MAX_QUEUE_LIMIT = 1_000_000_000_000_000L;

  private final FieldReader in;

  GroupDecoder(FieldReader in) {
    this.in = in;
  }

  Group group() throws IOException, MalformedRecordException {
    String netns = null;
    Role role = null;
    long port = -1;
    OwnerFields owner = OwnerFields.NONE;
    StateCounts counts = null;
    Optional<ListenQueue> listen = Optional.empty();
    Map<SocketState, List<PeerCount>> peers = Map.of();
    Map<SocketState, Long> oldestMs = Map.of();
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "netns" -> netns = in.text(Owner.MAX_NAME_LENGTH);
        case "role" -> role = role();
        case "port" -> port = in.number(0, 65_535);
        case "owner" -> owner = owner();
        case "counts" -> counts = counts();
        case "listen" -> listen = Optional.of(listen());
        case "peers" -> peers = byState(() -> List.copyOf(in.list(MAX_PEERS, this::peer)));
        case "oldestMs" -> oldestMs = byState(() -> in.number(0, Json.MAX_INTEGER));
        default -> in.skip();
      }
    }
    return new Group(
        in.require(netns, "netns"),
        new Endpoint(in.require(role, "role"), (int) in.require(port, "port")),
        owner.owner(),
        owner.process(),
        in.require(counts, "counts"),
        listen,
        peers,
        oldestMs);
  }

  private Role role() throws IOException, MalformedRecordException {
    String name = in.text(Owner.MAX_NAME_LENGTH);
    Optional<Role> role = Role.ofWireName(name);
    if (role.isEmpty()) {
      throw in.invalid(name, "server or client");
    }
    return role.get();
  }

  private record OwnerFields(Owner owner, Optional<OwnerProcess> process) {
    static final OwnerFields NONE = new OwnerFields(Owner.NONE, Optional.empty());
  }

  private OwnerFields owner() throws IOException, MalformedRecordException {
    OwnerKind kind = null;
    String name = "";
    long pid = 0;
    String process = "";
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "kind" -> kind = OwnerKind.ofWireName(in.text(Owner.MAX_NAME_LENGTH));
        case "name" -> name = in.text(Owner.MAX_NAME_LENGTH);
        case "pid" -> pid = in.number(1, Integer.MAX_VALUE);
        case "process" -> process = in.text(Owner.MAX_NAME_LENGTH);
        default -> in.skip();
      }
    }
    Owner owner = new Owner(in.require(kind, "kind"), name);
    return new OwnerFields(
        owner, pid > 0 ? Optional.of(new OwnerProcess((int) pid, process)) : Optional.empty());
  }

  /** A state that this reader does not know is counted as unknown, so that totals stay right. */
  private StateCounts counts() throws IOException, MalformedRecordException {
    long[] counts = new long[SocketState.COUNT];
    in.startObject();
    while (in.nextField()) {
      SocketState state = SocketState.ofWireName(in.field()).orElse(SocketState.UNKNOWN);
      counts[state.code()] += in.number(0, MAX_COUNT);
    }
    return StateCounts.of(counts);
  }

  private ListenQueue listen() throws IOException, MalformedRecordException {
    long sockets = -1;
    long queued = -1;
    long limit = ListenQueue.UNKNOWN;
    ListenQueue.Fullest fullest = null;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "sockets" -> sockets = in.number(1, MAX_COUNT);
        case "queued" -> queued = in.number(0, MAX_COUNT);
        case "limit" -> limit = in.number(0, MAX_QUEUE_LIMIT);
        case "fullest" -> fullest = fullest();
        default -> in.skip();
      }
    }
    return new ListenQueue(
        (int) in.require(sockets, "sockets"),
        in.require(queued, "queued"),
        limit,
        in.require(fullest, "fullest"));
  }

  private ListenQueue.Fullest fullest() throws IOException, MalformedRecordException {
    long queued = -1;
    long limit = ListenQueue.UNKNOWN;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "queued" -> queued = in.number(0, MAX_COUNT);
        case "limit" -> limit = in.number(0, MAX_QUEUE_LIMIT);
        default -> in.skip();
      }
    }
    return new ListenQueue.Fullest(in.require(queued, "queued"), limit);
  }

  /** Evidence of a state that this reader does not know is checked and left out. */
  private <T> Map<SocketState, T> byState(FieldReader.Element<T> element)
      throws IOException, MalformedRecordException {
    Map<SocketState, T> byState = new EnumMap<>(SocketState.class);
    in.startObject();
    while (in.nextField()) {
      Optional<SocketState> state = SocketState.ofWireName(in.field());
      T value = element.read();
      state.ifPresent(known -> byState.put(known, value));
    }
    return byState;
  }

  private PeerCount peer() throws IOException, MalformedRecordException {
    String address = null;
    long count = -1;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "address" -> address = in.text(MAX_ADDRESS_LENGTH);
        case "count" -> count = in.number(0, MAX_COUNT);
        default -> in.skip();
      }
    }
    return new PeerCount(in.require(address, "address"), in.require(count, "count"));
  }
}
