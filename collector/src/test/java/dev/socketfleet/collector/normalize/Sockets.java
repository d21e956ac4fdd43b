package dev.socketfleet.collector.normalize;

import dev.socketfleet.collector.owner.Holder;
import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.NamespaceFacts;
import dev.socketfleet.collector.source.NetworkNamespace;
import dev.socketfleet.collector.source.SocketAddresses;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.SocketState;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sockets of a host that a test makes up, and the groups that a normalizer makes of them. */
final class Sockets {

  private final SocketTable table = new SocketTable();
  private final Normalizer normalizer;
  private final Map<Integer, Holder> holders = new HashMap<>();
  private boolean complete = true;
  private long nowMs = 1_000_000;
  private NormalizedSockets last = new NormalizedSockets(List.of(), List.of());

  Sockets() {
    this(Normalizer.GROUP_LIMIT);
  }

  Sockets(int groupLimit) {
    this.normalizer = new Normalizer(table, EphemeralRange.LINUX, groupLimit);
  }

  /** Adds a socket; ends are {@code address:port} with the port after the last colon. */
  Row add(SocketState state, String local, String remote) {
    int family = local.startsWith("[") ? SocketTable.IPV6 : SocketTable.IPV4;
    int row = table.add(state.code(), family);
    long[] address = address(local);
    table.setLocal(row, address[0], address[1], port(local));
    address = address(remote);
    table.setRemote(row, address[0], address[1], port(remote));
    return new Row(row);
  }

  Row listen(String local) {
    return add(SocketState.LISTEN, local, local.startsWith("[") ? "[::]:0" : "0.0.0.0:0");
  }

  Row established(String local, String remote) {
    return add(SocketState.ESTABLISHED, local, remote);
  }

  /** The sockets added from now on are in namespace 1, which is called {@code web}. */
  void enterOtherNamespace() {
    table.enterNamespace(1);
  }

  void incomplete() {
    complete = false;
  }

  void advance(long millis) {
    nowMs += millis;
  }

  /** Counts what was added since the last time, and forgets it. */
  List<Group> groups() {
    Capture capture =
        new Capture(
            complete,
            List.of(),
            List.of(
                new NetworkNamespace("host", 7, 1, NamespaceFacts.NONE),
                new NetworkNamespace("web", 8, 2, NamespaceFacts.NONE)));
    last = normalizer.normalize(capture, holders::get, nowMs);
    table.clear();
    holders.clear();
    complete = true;
    return last.groups();
  }

  /** The groups without owner and state: {@code host server:80 3}, sorted. */
  List<String> endpoints() {
    return groups().stream()
        .map(group -> "%s %s %d".formatted(group.netns(), group.endpoint(), group.counts().total()))
        .sorted()
        .collect(Collectors.toList());
  }

  NormalizedSockets last() {
    return last;
  }

  static Holder unit(String name, int pid) {
    return Holder.of(new Owner(OwnerKind.UNIT, name), new OwnerProcess(pid, name));
  }

  private static int port(String end) {
    return Integer.parseInt(end.substring(end.lastIndexOf(':') + 1));
  }

  private static long[] address(String end) {
    String text = end.substring(0, end.lastIndexOf(':')).replace("[", "").replace("]", "");
    try {
      ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(text).getAddress());
      return bytes.remaining() == 4
          ? new long[] {0, SocketAddresses.ipv4Low(bytes.getInt())}
          : new long[] {bytes.getLong(), bytes.getLong()};
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(end, e);
    }
  }

  /** What else a test says of a socket. */
  final class Row {

    private final int row;

    Row(int row) {
      this.row = row;
    }

    Row cookie(long cookie) {
      table.setCookie(row, cookie);
      return this;
    }

    Row heldBy(Holder holder) {
      holders.put(row, holder);
      return this;
    }

    Row queue(int queued, int limit) {
      table.setQueues(row, queued, limit);
      return this;
    }

    Row v6only() {
      table.setV6only(row, true);
      return this;
    }
  }
}
