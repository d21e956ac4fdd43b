package dev.socketfleet.collector.source.netlink;

import dev.socketfleet.collector.source.LinuxTcpState;
import dev.socketfleet.collector.source.SocketAddresses;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.SocketState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decodes the datagrams that answer a sock_diag dump, straight from the receive buffer into the
 * table. Layout: struct nlmsghdr of linux/netlink.h, struct inet_diag_msg and the INET_DIAG_*
 * attributes of linux/inet_diag.h, all in the machine's byte order but for the ports.
 *
 * <p>Hot path: no allocation. Owned by one thread.
 */
final class DiagReply {

  /** What a datagram, or the dump up to and with it, came to. */
  enum Outcome {
    /** The dump goes on. */
    MORE,
    /** The kernel says that this was all. */
    DONE,
    /** All was sent, but the tables changed meanwhile: read again (NLM_F_DUMP_INTR). */
    INTERRUPTED,
    /** The kernel refused or broke off; {@link #errno()} says why. */
    FAILED,
    /** A message is longer than its datagram: rows are lost. */
    TRUNCATED
  }

  private static final int HEADER = 16;
  private static final int FLAGS = 6;
  private static final int SEQUENCE = 8;

  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLM_F_DUMP_INTR = 0x10;

  private static final int ROW = 72;
  private static final int SOURCE_PORT = 4;
  private static final int TARGET_PORT = 6;
  private static final int SOURCE = 8;
  private static final int TARGET = 24;
  private static final int INTERFACE = 40;
  private static final int COOKIE = 44;
  private static final int RECEIVE_QUEUE = 56;
  private static final int SEND_QUEUE = 60;
  private static final int UID = 64;
  private static final int INODE = 68;

  private static final int INET_DIAG_SHUTDOWN = 8;
  private static final int INET_DIAG_SKV6ONLY = 11;
  private static final int INET_DIAG_CGROUP_ID = 21;

  private static final int AF_INET6 = 10;

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private boolean interrupted;
  private int errno;

  /** Before the first datagram of a dump. */
  void begin() {
    interrupted = false;
    errno = 0;
  }

  /** The positive error number after {@link Outcome#FAILED}. */
  int errno() {
    return errno;
  }

  /**
   * Adds the rows of one datagram.
   *
   * @param buffer in native byte order, the datagram from index 0
   * @param length bytes received
   * @param sequence number of the request; answers to others are passed over
   */
  Outcome decode(ByteBuffer buffer, int length, int sequence, SocketTable into) {
    int at = 0;
    while (length - at >= HEADER) {
      int end = at + buffer.getInt(at);
      if (end < at + HEADER || end > length) {
        return Outcome.TRUNCATED;
      }
      if (buffer.getInt(at + SEQUENCE) == sequence) {
        Outcome outcome = message(buffer, at, end, into);
        if (outcome != Outcome.MORE) {
          return outcome;
        }
      }
      at = align(end);
    }
    return at < length ? Outcome.TRUNCATED : Outcome.MORE;
  }

  private Outcome message(ByteBuffer buffer, int at, int end, SocketTable into) {
    if ((buffer.getShort(at + FLAGS) & NLM_F_DUMP_INTR) != 0) {
      interrupted = true;
    }
    int body = at + HEADER;
    return switch (buffer.getShort(at + 4)) {
      case NLMSG_DONE -> done(buffer, body, end);
      case NLMSG_ERROR -> end - body < 4 ? Outcome.TRUNCATED : failed(-buffer.getInt(body));
      case DiagRequest.SOCK_DIAG_BY_FAMILY, DiagRequest.TCPDIAG_GETSOCK ->
          row(buffer, body, end, into);
      default -> Outcome.MORE;
    };
  }

  /** A dump that failed half way says so here, and only here. */
  private Outcome done(ByteBuffer buffer, int body, int end) {
    int result = end - body < 4 ? 0 : buffer.getInt(body);
    if (result < 0) {
      return failed(-result);
    }
    return interrupted ? Outcome.INTERRUPTED : Outcome.DONE;
  }

  private Outcome failed(int error) {
    errno = error;
    return Outcome.FAILED;
  }

  private static Outcome row(ByteBuffer buffer, int at, int end, SocketTable into) {
    if (end - at < ROW) {
      return Outcome.TRUNCATED;
    }
    boolean v6 = buffer.get(at) == AF_INET6;
    int localPort = bigEndianShort(buffer, at + SOURCE_PORT);
    SocketState state = LinuxTcpState.of(buffer.get(at + 1), localPort);
    int row = into.add(state.code(), v6 ? SocketTable.IPV6 : SocketTable.IPV4);
    if (v6) {
      into.setLocal(
          row,
          bigEndianLong(buffer, at + SOURCE),
          bigEndianLong(buffer, at + SOURCE + 8),
          localPort);
    } else {
      into.setLocal(row, 0, ipv4(buffer, at + SOURCE), localPort);
    }
    int remotePort = bigEndianShort(buffer, at + TARGET_PORT);
    if (v6) {
      into.setRemote(
          row,
          bigEndianLong(buffer, at + TARGET),
          bigEndianLong(buffer, at + TARGET + 8),
          remotePort);
    } else {
      into.setRemote(row, 0, ipv4(buffer, at + TARGET), remotePort);
    }
    into.setInterfaceIndex(row, buffer.getInt(at + INTERFACE));
    into.setCookie(row, buffer.getLong(at + COOKIE));
    into.setQueues(row, buffer.getInt(at + RECEIVE_QUEUE), buffer.getInt(at + SEND_QUEUE));
    into.setInode(row, Integer.toUnsignedLong(buffer.getInt(at + INODE)));
    if (hasUid(state)) {
      into.setUid(row, buffer.getInt(at + UID));
    }
    attributes(buffer, at + ROW, end, row, into);
    return Outcome.MORE;
  }

  /** The kernel fills in 0, which would be root, for what is no full socket. */
  private static boolean hasUid(SocketState state) {
    return state != SocketState.TIME_WAIT && state != SocketState.SYN_RECEIVED;
  }

  private static void attributes(ByteBuffer buffer, int start, int end, int row, SocketTable into) {
    int at = start;
    while (end - at >= 4) {
      int length = Short.toUnsignedInt(buffer.getShort(at));
      if (length < 4 || at + length > end) {
        return;
      }
      attribute(buffer, buffer.getShort(at + 2), at + 4, length - 4, row, into);
      at += align(length);
    }
  }

  private static void attribute(
      ByteBuffer buffer, int type, int at, int length, int row, SocketTable into) {
    if (type == INET_DIAG_CGROUP_ID && length == 8) {
      into.setCgroupId(row, buffer.getLong(at));
    } else if (type == INET_DIAG_SKV6ONLY && length == 1) {
      into.setV6only(row, buffer.get(at) != 0);
    } else if (type == INET_DIAG_SHUTDOWN && length == 1) {
      into.setShutdown(row, buffer.get(at));
    }
  }

  private static int align(int length) {
    return (length + 3) & ~3;
  }

  private static int bigEndianShort(ByteBuffer buffer, int at) {
    short value = buffer.getShort(at);
    return Short.toUnsignedInt(LITTLE_ENDIAN ? Short.reverseBytes(value) : value);
  }

  private static long ipv4(ByteBuffer buffer, int at) {
    int value = buffer.getInt(at);
    return SocketAddresses.ipv4Low(LITTLE_ENDIAN ? Integer.reverseBytes(value) : value);
  }

  private static long bigEndianLong(ByteBuffer buffer, int at) {
    long value = buffer.getLong(at);
    return LITTLE_ENDIAN ? Long.reverseBytes(value) : value;
  }
}
