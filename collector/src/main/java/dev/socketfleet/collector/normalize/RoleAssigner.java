package dev.socketfleet.collector.normalize;

import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import java.util.Arrays;

/**
 * Decides for each socket on which side of the connection this host is and which port is the
 * service. In this order:
 *
 * <ol>
 *   <li>the state: LISTEN and SYN_RECEIVED are server, SYN_SENT is client;
 *   <li>a socket without a peer (bound, closed) is server when a listener covers its port or the
 *       port is not ephemeral, else client with {@link #NO_PORT};
 *   <li>a socket connected to itself is server;
 *   <li>what was proven about the same cookie before;
 *   <li>an open listener of the namespace covers the local end: server;
 *   <li>a listener that closed in the last 10 minutes covers it: server, unless the local port is
 *       ephemeral and the remote one is not;
 *   <li>a listener of this host covers the remote end: client;
 *   <li>what was guessed about the same cookie before;
 *   <li>the ephemeral range: the side with the ephemeral port is the client. Neither is: client,
 *       since the listener of a server would be known. Both are: client, with the remote port when
 *       two sockets of the capture share it and with {@link #NO_PORT} when not, so that a port that
 *       is only somebody's source port never becomes an endpoint.
 * </ol>
 */
final class RoleAssigner {

  /** The port of an endpoint that cannot be told. */
  static final int NO_PORT = 0;

  private static final byte UNDECIDED = -1;
  private static final byte SERVER = 0;
  private static final byte CLIENT = 1;

  private static final int LISTEN = SocketState.LISTEN.code();
  private static final int SYN_RECEIVED = SocketState.SYN_RECEIVED.code();
  private static final int SYN_SENT = SocketState.SYN_SENT.code();

  private final SocketTable table;
  private final SocketMemory memory;
  private final ListenerIndex open;
  private final LocalAddresses addresses;
  private final EphemeralRange fallback;

  private ListenerIndex closed = new ListenerIndex();
  private EphemeralRange[] ranges = {};
  private byte[] roles = {};
  private char[] ports = {};
  private int[] openListener = {};
  private int[] closedListener = {};
  private final int[] undecidedByRemotePort = new int[65_536];

  RoleAssigner(
      SocketTable table, SocketMemory memory, ListenerIndex open, EphemeralRange fallback) {
    this.table = table;
    this.memory = memory;
    this.open = open;
    this.fallback = fallback;
    this.addresses = new LocalAddresses(table);
  }

  /**
   * Decides all rows of the table.
   *
   * @param places of each row in the memory
   */
  void assign(Capture capture, ListenerIndex closedListeners, int[] places) {
    closed = closedListeners;
    addresses.reset();
    ranges =
        capture.namespaces().stream()
            .map(namespace -> fallback.orTold(namespace.facts().limits()))
            .toArray(EphemeralRange[]::new);
    if (roles.length < table.size()) {
      int capacity = places.length;
      roles = new byte[capacity];
      ports = new char[capacity];
      openListener = new int[capacity];
      closedListener = new int[capacity];
    }
    boolean undecided = false;
    for (int row = 0; row < table.size(); row++) {
      decide(row, places[row]);
      undecided |= roles[row] == UNDECIDED;
    }
    if (undecided) {
      decideUndecided(places);
    }
  }

  Role role(int row) {
    return roles[row] == CLIENT ? Role.CLIENT : Role.SERVER;
  }

  /** Port of the endpoint, or {@link #NO_PORT}. */
  int port(int row) {
    return ports[row];
  }

  /** The open listener that covers the local end, or {@link ListenerIndex#NONE}. */
  int openListener(int row) {
    return openListener[row];
  }

  /** The closed listener that covers it when no open one does, or {@link ListenerIndex#NONE}. */
  int closedListener(int row) {
    return closedListener[row];
  }

  boolean isEphemeral(int row, int port) {
    return ranges[table.namespaceIndex(row)].contains(port);
  }

  private void decide(int row, int place) {
    int state = table.stateCode(row);
    int local = table.localPort(row);
    int remote = table.remotePort(row);
    findListeners(row, local);
    boolean covered = openListener[row] != ListenerIndex.NONE;
    if (state == LISTEN || state == SYN_RECEIVED) {
      set(row, place, SERVER, local, true);
    } else if (remote == 0) {
      decideWithoutPeer(row, local, covered);
    } else if (state == SYN_SENT) {
      set(row, place, CLIENT, remote, true);
    } else if (isConnectedToItself(row)) {
      set(row, place, SERVER, local, true);
    } else if (place != SocketMemory.NOWHERE && memory.isProven(place)) {
      recall(row, place);
    } else if (covered) {
      set(row, place, SERVER, local, true);
    } else {
      decideWithoutListener(row, place, local, remote);
    }
  }

  private void decideWithoutListener(int row, int place, int local, int remote) {
    boolean localEphemeral = isEphemeral(row, local);
    boolean remoteEphemeral = isEphemeral(row, remote);
    boolean likelyClient = localEphemeral && !remoteEphemeral;
    if (closedListener[row] != ListenerIndex.NONE && !likelyClient) {
      set(row, place, SERVER, local, true);
    } else if (!likelyClient && remoteListens(row, remote)) {
      set(row, place, CLIENT, remote, true);
    } else if (place != SocketMemory.NOWHERE && memory.isDecided(place)) {
      recall(row, place);
    } else if (localEphemeral && remoteEphemeral) {
      roles[row] = UNDECIDED;
      undecidedByRemotePort[remote]++;
    } else if (!localEphemeral && remoteEphemeral) {
      set(row, place, SERVER, local, false);
    } else {
      set(row, place, CLIENT, remote, false);
    }
  }

  private void decideWithoutPeer(int row, int local, boolean covered) {
    boolean server = covered || (local != 0 && !isEphemeral(row, local));
    set(row, SocketMemory.NOWHERE, server ? SERVER : CLIENT, server ? local : NO_PORT, false);
  }

  /** Both ports are ephemeral and nothing is known: a shared remote port is a service. */
  private void decideUndecided(int[] places) {
    for (int row = 0; row < table.size(); row++) {
      if (roles[row] == UNDECIDED) {
        int remote = table.remotePort(row);
        if (undecidedByRemotePort[remote] > 1) {
          set(row, places[row], CLIENT, remote, false);
        } else {
          // Not remembered: a second socket to the same port may come.
          set(row, SocketMemory.NOWHERE, CLIENT, NO_PORT, false);
        }
      }
    }
    Arrays.fill(undecidedByRemotePort, 0);
  }

  private void findListeners(int row, int local) {
    int namespace = table.namespaceIndex(row);
    long high = table.localHigh(row);
    long low = table.localLow(row);
    openListener[row] = open.find(namespace, high, low, local);
    closedListener[row] =
        openListener[row] == ListenerIndex.NONE
            ? closed.find(namespace, high, low, local)
            : ListenerIndex.NONE;
  }

  private boolean remoteListens(int row, int remote) {
    long high = table.remoteHigh(row);
    long low = table.remoteLow(row);
    // The own namespace knows its loopback addresses even when no listed socket has them.
    boolean own = high == table.localHigh(row) && low == table.localLow(row);
    return (own && open.find(table.namespaceIndex(row), high, low, remote) != ListenerIndex.NONE)
        || open.coversInAnyNamespace(high, low, remote, addresses);
  }

  private boolean isConnectedToItself(int row) {
    return table.localPort(row) == table.remotePort(row)
        && table.localLow(row) == table.remoteLow(row)
        && table.localHigh(row) == table.remoteHigh(row);
  }

  private void recall(int row, int place) {
    roles[row] = memory.role(place) == Role.CLIENT ? CLIENT : SERVER;
    ports[row] = (char) memory.port(place);
  }

  private void set(int row, int place, byte role, int port, boolean proven) {
    roles[row] = role;
    ports[row] = (char) port;
    if (place != SocketMemory.NOWHERE) {
      memory.decide(place, role == CLIENT ? Role.CLIENT : Role.SERVER, port, proven);
    }
  }
}
