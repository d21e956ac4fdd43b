package dev.socketfleet.collector.source.oshi;

import dev.socketfleet.collector.source.SocketAddresses;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.SocketState;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;

/** OSHI's list of connections as rows: UDP left out, repetitions removed. Owned by one thread. */
final class OshiConnections {

  private final InternetProtocolStats statistics;
  private final boolean listenQueuesTold;

  /**
   * Loads OSHI.
   *
   * @param listenQueuesTold whether the system shows the accept queue of a listener: Linux does,
   *     others show zero
   */
  OshiConnections(boolean listenQueuesTold) {
    statistics = new SystemInfo().getOperatingSystem().getInternetProtocolStats();
    this.listenQueuesTold = listenQueuesTold;
  }

  /** Adds the TCP sockets and says whether OSHI told anything at all, UDP included. */
  boolean read(SocketTable into) {
    List<IPConnection> connections = statistics.getConnections();
    connections.forEach(connection -> add(connection, listenQueuesTold, into));
    into.deduplicate();
    return !connections.isEmpty();
  }

  static void add(IPConnection connection, boolean listenQueuesTold, SocketTable into) {
    if (!connection.getType().startsWith("tcp")) {
      return;
    }
    byte[] local = connection.getLocalAddress();
    byte[] remote = connection.getForeignAddress();
    boolean v6 = Math.max(local.length, remote.length) > 4 || connection.getType().endsWith("6");
    SocketState state = stateOf(connection.getState());
    int row = into.add(state.code(), v6 ? SocketTable.IPV6 : SocketTable.IPV4);
    into.setLocal(row, high(local), low(local, v6), connection.getLocalPort());
    into.setRemote(row, high(remote), low(remote, v6), connection.getForeignPort());
    into.setPid(row, pidOf(connection));
    if (state != SocketState.LISTEN) {
      into.setQueues(row, connection.getReceiveQueue(), connection.getTransmitQueue());
    } else if (listenQueuesTold) {
      into.setQueues(row, connection.getReceiveQueue(), SocketTable.UNKNOWN);
    }
  }

  /** OSHI has mapped the system's own codes; NONE and UNKNOWN are no state of a TCP socket. */
  static SocketState stateOf(@Nullable TcpState state) {
    if (state == null) {
      return SocketState.UNKNOWN;
    }
    return switch (state) {
      case CLOSED -> SocketState.CLOSED;
      case LISTEN -> SocketState.LISTEN;
      case SYN_SENT -> SocketState.SYN_SENT;
      case SYN_RECV -> SocketState.SYN_RECEIVED;
      case ESTABLISHED -> SocketState.ESTABLISHED;
      case FIN_WAIT_1 -> SocketState.FIN_WAIT_1;
      case FIN_WAIT_2 -> SocketState.FIN_WAIT_2;
      case CLOSE_WAIT -> SocketState.CLOSE_WAIT;
      case CLOSING -> SocketState.CLOSING;
      case LAST_ACK -> SocketState.LAST_ACK;
      case TIME_WAIT -> SocketState.TIME_WAIT;
      case NONE, UNKNOWN -> SocketState.UNKNOWN;
    };
  }

  private static int pidOf(IPConnection connection) {
    int pid = connection.getowningProcessId();
    return pid > 0 ? pid : SocketTable.UNKNOWN;
  }

  private static long high(byte[] address) {
    return address.length == 16 ? ByteBuffer.wrap(address).getLong(0) : 0;
  }

  /** An address of another length stands for any address of the family. */
  private static long low(byte[] address, boolean v6) {
    return switch (address.length) {
      case 16 -> ByteBuffer.wrap(address).getLong(8);
      case 4 -> SocketAddresses.ipv4Low(ByteBuffer.wrap(address).getInt(0));
      default -> v6 ? 0 : SocketAddresses.IPV4_PREFIX;
    };
  }
}
