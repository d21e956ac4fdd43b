package dev.socketfleet.collector.source.procfs;

import dev.socketfleet.collector.source.LinuxTcpState;
import dev.socketfleet.collector.source.SocketAddresses;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.SocketState;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Parses one line of {@code /proc/net/tcp} or {@code tcp6} into a row (get_tcp4_sock in
 * net/ipv4/tcp_ipv4.c, get_tcp6_sock in net/ipv6/tcp_ipv6.c). Addresses are 32-bit words printed as
 * numbers, so their bytes are in the order of the machine that printed them.
 *
 * <p>Hot path: works on bytes and allocates nothing for a line that is fine. Owned by one thread.
 */
final class ProcTcpLine {

  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int QUEUES = 4;
  private static final int UID = 7;
  private static final int INODE = 9;
  private static final int COLUMNS = 10;

  private static final int IPV4_DIGITS = 8;
  private static final int IPV6_DIGITS = 32;
  private static final int PORT_DIGITS = 4;
  private static final int BAD = -1;

  /** The value of a hex digit of either case by its character, {@link #BAD} for all others. */
  private static final byte[] HEX = hexDigits();

  private final boolean littleEndian;
  private final int[] starts = new int[COLUMNS];
  private final int[] ends = new int[COLUMNS];
  private byte[] bytes = {};
  private ProcTcpFaults faults = new ProcTcpFaults("");

  private static byte[] hexDigits() {
    byte[] values = new byte[256];
    for (int character = 0; character < values.length; character++) {
      boolean ascii = character < 0x80;
      values[character] = (byte) (ascii ? Character.digit(character, 16) : BAD);
    }
    return values;
  }

  ProcTcpLine(ByteOrder order) {
    littleEndian = order == ByteOrder.LITTLE_ENDIAN;
  }

  /** Adds the socket of the line, or reports why it is none; never throws for what stands there. */
  void parse(byte[] source, int from, int to, ProcTcpFaults report, SocketTable into) {
    bytes = source;
    faults = report;
    split(from, to);
    int digits = addressDigits();
    if (!isAddress(LOCAL, digits)) {
      faults.lost("local_address", text(LOCAL), "a hex address and port");
    } else if (!isAddress(REMOTE, digits)) {
      faults.lost("rem_address", text(REMOTE), "a hex address and port");
    } else {
      addRow(digits, into);
    }
  }

  /** The first ten words; words that are missing are empty. */
  private void split(int from, int to) {
    int at = from;
    for (int column = 0; column < COLUMNS; column++) {
      while (at < to && (bytes[at] & 0xff) <= ' ') {
        at++;
      }
      starts[column] = at;
      while (at < to && (bytes[at] & 0xff) > ' ') {
        at++;
      }
      ends[column] = at;
    }
  }

  private int addressDigits() {
    boolean v4 = ends[LOCAL] - starts[LOCAL] == IPV4_DIGITS + 1 + PORT_DIGITS;
    return v4 ? IPV4_DIGITS : IPV6_DIGITS;
  }

  private boolean isAddress(int column, int digits) {
    int start = starts[column];
    int colon = start + digits;
    if (ends[column] - start != digits + 1 + PORT_DIGITS || bytes[colon] != ':') {
      return false;
    }
    for (int at = start; at < colon; at += IPV4_DIGITS) {
      if (hex(at, at + IPV4_DIGITS) == BAD) {
        return false;
      }
    }
    return hex(colon + 1, colon + 1 + PORT_DIGITS) != BAD;
  }

  private void addRow(int digits, SocketTable into) {
    int localPort = port(LOCAL, digits);
    SocketState state = state();
    boolean v4 = digits == IPV4_DIGITS;
    int row = into.add(state.code(), v4 ? SocketTable.IPV4 : SocketTable.IPV6);
    into.setLocal(row, high(LOCAL, v4), low(LOCAL, v4), localPort);
    into.setRemote(row, high(REMOTE, v4), low(REMOTE, v4), port(REMOTE, digits));
    setQueues(row, state, into);
    setUid(row, state, into);
    setInode(row, into);
  }

  /** The kernel does not show sockets here that are only bound: 07 is a closed one. */
  private SocketState state() {
    long number = hex(starts[STATE], ends[STATE]);
    if (number == BAD) {
      faults.unknown("st", text(STATE), "a hex TCP state", "The socket was counted as unknown.");
      return SocketState.UNKNOWN;
    }
    return LinuxTcpState.of((int) number, 0);
  }

  /** A listener's limit is not told: its tx_queue is always 0. */
  private void setQueues(int row, SocketState state, SocketTable into) {
    int start = starts[QUEUES];
    int colon = start + 8;
    boolean shaped = ends[QUEUES] - start == 17 && bytes[colon] == ':';
    long toSend = shaped ? hex(start, colon) : BAD;
    long received = shaped ? hex(colon + 1, colon + 9) : BAD;
    if (toSend == BAD || received == BAD) {
      faults.unknown("tx_queue rx_queue", text(QUEUES), "two hex numbers", "They stay unknown.");
      return;
    }
    boolean listens = state == SocketState.LISTEN;
    into.setQueues(row, (int) received, listens ? SocketTable.UNKNOWN : (int) toSend);
  }

  /** In TIME_WAIT the kernel prints 0, which would be root. */
  private void setUid(int row, SocketState state, SocketTable into) {
    long uid = decimal(UID);
    if (uid == BAD) {
      faults.unknown("uid", text(UID), "a number", "It stays unknown.");
    } else if (state != SocketState.TIME_WAIT) {
      into.setUid(row, (int) uid);
    }
  }

  private void setInode(int row, SocketTable into) {
    long inode = decimal(INODE);
    if (inode == BAD) {
      faults.unknown("inode", text(INODE), "a number", "It stays unknown.");
    } else {
      into.setInode(row, inode);
    }
  }

  private int port(int column, int digits) {
    int start = starts[column] + digits + 1;
    return (int) hex(start, start + PORT_DIGITS);
  }

  private long high(int column, boolean v4) {
    return v4 ? 0 : word(column, 0) << 32 | word(column, 1);
  }

  private long low(int column, boolean v4) {
    return v4
        ? SocketAddresses.ipv4Low((int) word(column, 0))
        : word(column, 2) << 32 | word(column, 3);
  }

  /** One of the 32-bit words of an address, in network order. */
  private long word(int column, int index) {
    int start = starts[column] + index * IPV4_DIGITS;
    int printed = (int) hex(start, start + IPV4_DIGITS);
    return Integer.toUnsignedLong(littleEndian ? Integer.reverseBytes(printed) : printed);
  }

  /** At most 8 digits of either case; BAD when there are none, more, or other characters. */
  private long hex(int from, int to) {
    if (from >= to || to - from > 8) {
      return BAD;
    }
    long value = 0;
    for (int at = from; at < to; at++) {
      int digit = HEX[bytes[at] & 0xff];
      if (digit < 0) {
        return BAD;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private long decimal(int column) {
    int from = starts[column];
    int to = ends[column];
    if (from >= to || to - from > 18) {
      return BAD;
    }
    long value = 0;
    for (int at = from; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return BAD;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private String text(int column) {
    int length = Math.min(ends[column] - starts[column], 100);
    return Quoted.of(new String(bytes, starts[column], length, StandardCharsets.ISO_8859_1));
  }
}
