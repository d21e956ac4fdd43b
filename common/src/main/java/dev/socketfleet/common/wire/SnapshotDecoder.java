package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonParser;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a snapshot in one pass over the bytes, without a tree: this is the hot path of streams.
 * Every list and number has a bound, since whoever may write to the topic may write anything.
 */
final class SnapshotDecoder {

  private static final int MAX_GROUPS = 4_096;
  private static final int MAX_NAMESPACES = 4_096;
  private static final int MAX_LABELS = 64;
  private static final int MAX_NOTES = 64;
  private static final int MAX_PEERS = 64;
  private static final int MAX_TCP_COUNTERS = 64;
  private static final int MAX_DESTINATIONS = 64;
  private static final int MAX_TEXT = 1_024;

  /** More sockets in one state of one group than any host can have. */
  private static final long MAX_COUNT = 1_000_000_000L;

  /** The end of the year 9999. */
  private static final long MAX_TIME_MS = 253_402_300_799_999L;

  private static final long MAX_INTERVAL_MS = Duration.ofDays(1).toMillis();

  private final FieldReader in;

  private SnapshotDecoder(FieldReader in) {
    this.in = in;
  }

  static Snapshot decode(byte[] bytes) throws MalformedRecordException {
    try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
      FieldReader in = new FieldReader(parser);
      in.startDocument();
      Snapshot snapshot = new SnapshotDecoder(in).snapshot();
      in.endDocument();
      return snapshot;
    } catch (IOException e) {
      throw FieldReader.notJson(e);
    }
  }

  private Snapshot snapshot() throws IOException, MalformedRecordException {
    String schema = null;
    String host = null;
    Map<String, String> labels = Map.of();
    String os = "";
    String boot = null;
    long seq = -1;
    long capturedAtMs = -1;
    long intervalMs = -1;
    String source = "";
    Boolean complete = null;
    List<String> notes = List.of();
    List<Group> groups = null;
    List<Namespace> namespaces = List.of();
    CollectorHealth collector = new CollectorHealth("", 0, 0, 0);
    while (in.nextField()) {
      switch (in.field()) {
        case "schema" -> {
          schema = in.text(MAX_TEXT);
          requireSchema(schema);
        }
        case "host" -> host = in.text(MAX_TEXT);
        case "labels" -> labels = labels();
        case "os" -> os = in.text(MAX_TEXT);
        case "boot" -> boot = in.text(MAX_TEXT);
        case "seq" -> seq = in.number(0, Long.MAX_VALUE);
        case "capturedAtMs" -> capturedAtMs = in.number(0, MAX_TIME_MS);
        case "intervalMs" -> intervalMs = in.number(1, MAX_INTERVAL_MS);
        case "source" -> source = in.text(MAX_TEXT);
        case "complete" -> complete = in.truth();
        case "notes" -> notes = in.list(MAX_NOTES, () -> in.text(FieldReader.ANY_LENGTH));
        case "groups" -> groups = in.list(MAX_GROUPS, this::group);
        case "namespaces" -> namespaces = in.list(MAX_NAMESPACES, this::namespace);
        case "collector" -> collector = collector();
        default -> in.skip();
      }
    }
    requireSchema(FieldReader.required(schema, "schema"));
    try {
      return new Snapshot(
          FieldReader.required(host, "host"),
          labels,
          os,
          FieldReader.required(boot, "boot"),
          FieldReader.required(seq, "seq"),
          Instant.ofEpochMilli(FieldReader.required(capturedAtMs, "capturedAtMs")),
          Duration.ofMillis(FieldReader.required(intervalMs, "intervalMs")),
          source,
          FieldReader.required(complete, "complete"),
          notes,
          FieldReader.required(groups, "groups"),
          namespaces,
          collector);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException(Reason.INVALID_FIELD, String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireSchema(String schema) throws MalformedRecordException {
    if (!schema.equals(SnapshotCodec.SCHEMA)) {
      throw FieldReader.wrongSchema(schema, SnapshotCodec.SCHEMA);
    }
  }

  private Map<String, String> labels() throws IOException, MalformedRecordException {
    Map<String, String> labels = new HashMap<>();
    in.startObject();
    while (in.nextField()) {
      labels.put(in.field(), in.text(MAX_TEXT));
      in.atMost(labels.size(), MAX_LABELS);
    }
    return labels;
  }

  private Group group() throws IOException, MalformedRecordException {
    String netns = null;
    Role role = null;
    long port = -1;
    OwnerFields owner = OwnerFields.NONE;
    StateCounts counts = null;
    Optional<ListenQueue> listen = Optional.empty();
    Map<SocketState, List<PeerCount>> peers = Map.of();
    Map<SocketState, Long> oldest = Map.of();
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "netns" -> netns = in.text(Owner.MAX_NAME_LENGTH);
        case "role" -> role = role();
        case "port" -> port = in.number(0, 65_535);
        case "owner" -> owner = owner();
        case "counts" -> counts = counts();
        case "listen" -> listen = Optional.of(listen());
        case "peers" -> peers = peers();
        case "oldestMs" -> oldest = oldest();
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
        oldest);
  }

  private Role role() throws IOException, MalformedRecordException {
    String name = in.text(MAX_TEXT);
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
        case "kind" -> kind = OwnerKind.ofWireName(in.text(MAX_TEXT));
        case "name" -> name = in.text(Owner.MAX_NAME_LENGTH);
        case "pid" -> pid = in.number(0, Integer.MAX_VALUE);
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
    long sockets = 1;
    long queued = 0;
    long limit = ListenQueue.UNKNOWN;
    ListenQueue.Fullest fullest = null;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "sockets" -> sockets = in.number(1, MAX_COUNT);
        case "queued" -> queued = in.number(0, MAX_COUNT);
        case "limit" -> limit = in.number(0, Long.MAX_VALUE);
        case "fullest" -> fullest = fullest();
        default -> in.skip();
      }
    }
    return new ListenQueue(
        (int) sockets,
        queued,
        limit,
        fullest == null ? new ListenQueue.Fullest(queued, limit) : fullest);
  }

  private ListenQueue.Fullest fullest() throws IOException, MalformedRecordException {
    long queued = 0;
    long limit = ListenQueue.UNKNOWN;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "queued" -> queued = in.number(0, MAX_COUNT);
        case "limit" -> limit = in.number(0, Long.MAX_VALUE);
        default -> in.skip();
      }
    }
    return new ListenQueue.Fullest(queued, limit);
  }

  private Map<SocketState, List<PeerCount>> peers() throws IOException, MalformedRecordException {
    Map<SocketState, List<PeerCount>> peers = new EnumMap<>(SocketState.class);
    in.startObject();
    while (in.nextField()) {
      SocketState state = SocketState.ofWireName(in.field()).orElse(SocketState.UNKNOWN);
      peers.put(state, List.copyOf(in.list(MAX_PEERS, this::peer)));
    }
    return peers;
  }

  private PeerCount peer() throws IOException, MalformedRecordException {
    String address = "";
    long count = 0;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "address" -> address = in.text(64);
        case "count" -> count = in.number(0, MAX_COUNT);
        default -> in.skip();
      }
    }
    return new PeerCount(address, count);
  }

  private Map<SocketState, Long> oldest() throws IOException, MalformedRecordException {
    Map<SocketState, Long> oldest = new EnumMap<>(SocketState.class);
    in.startObject();
    while (in.nextField()) {
      SocketState state = SocketState.ofWireName(in.field()).orElse(SocketState.UNKNOWN);
      oldest.put(state, in.number(0, MAX_TIME_MS));
    }
    return oldest;
  }

  private Namespace namespace() throws IOException, MalformedRecordException {
    String name = null;
    long inode = 0;
    Map<String, Long> tcp = Map.of();
    KernelLimits limits = KernelLimits.NONE;
    List<Destination> destinations = new ArrayList<>();
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "name" -> name = in.text(Owner.MAX_NAME_LENGTH);
        case "inode" -> inode = in.number(0, Long.MAX_VALUE);
        case "tcp" -> tcp = tcp();
        case "limits" -> limits = limits();
        case "destinations" -> destinations = in.list(MAX_DESTINATIONS, this::destination);
        default -> in.skip();
      }
    }
    return new Namespace(in.require(name, "name"), inode, tcp, limits, destinations);
  }

  private Map<String, Long> tcp() throws IOException, MalformedRecordException {
    Map<String, Long> tcp = new HashMap<>();
    in.startObject();
    while (in.nextField()) {
      tcp.put(in.field(), in.number(0, Long.MAX_VALUE));
      in.atMost(tcp.size(), MAX_TCP_COUNTERS);
    }
    return tcp;
  }

  private KernelLimits limits() throws IOException, MalformedRecordException {
    long synBacklog = KernelLimits.UNKNOWN;
    long somaxconn = KernelLimits.UNKNOWN;
    long syncookies = KernelLimits.UNKNOWN;
    long ephemeralFrom = KernelLimits.UNKNOWN;
    long ephemeralTo = KernelLimits.UNKNOWN;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "synBacklog" -> synBacklog = in.number(0, Long.MAX_VALUE);
        case "somaxconn" -> somaxconn = in.number(0, Long.MAX_VALUE);
        case "syncookies" -> syncookies = in.number(0, Long.MAX_VALUE);
        case "ephemeralFrom" -> ephemeralFrom = in.number(0, 65_535);
        case "ephemeralTo" -> ephemeralTo = in.number(0, 65_535);
        default -> in.skip();
      }
    }
    return new KernelLimits(synBacklog, somaxconn, syncookies, ephemeralFrom, ephemeralTo);
  }

  private Destination destination() throws IOException, MalformedRecordException {
    String local = "";
    String remote = "";
    long port = 0;
    long used = 0;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "local" -> local = in.text(64);
        case "remote" -> remote = in.text(64);
        case "port" -> port = in.number(0, 65_535);
        case "used" -> used = in.number(0, MAX_COUNT);
        default -> in.skip();
      }
    }
    return new Destination(local, remote, (int) port, used);
  }

  private CollectorHealth collector() throws IOException, MalformedRecordException {
    String version = "";
    long captureMicros = 0;
    long rssBytes = 0;
    long dropped = 0;
    in.startObject();
    while (in.nextField()) {
      switch (in.field()) {
        case "version" -> version = in.text(MAX_TEXT);
        case "captureMicros" -> captureMicros = in.number(0, Long.MAX_VALUE);
        case "rssBytes" -> rssBytes = in.number(0, Long.MAX_VALUE);
        case "dropped" -> dropped = in.number(0, Long.MAX_VALUE);
        default -> in.skip();
      }
    }
    return new CollectorHealth(version, captureMicros, rssBytes, dropped);
  }
}
