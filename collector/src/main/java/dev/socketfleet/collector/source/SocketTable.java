package dev.socketfleet.collector.source;

import dev.socketfleet.common.model.SocketState;
import java.util.Arrays;

/**
 * All TCP sockets of one capture, a row each, in primitive arrays that are kept from capture to
 * capture: filling it again allocates nothing once it has grown to the size of the host.
 *
 * <p><b>Addresses</b> are 128 bits in two longs, high half first, in network order. IPv4 is always
 * {@code ::ffff:a.b.c.d} (high 0, low {@code 0x0000ffff_aabbccdd}), whether the socket itself is
 * IPv4 or an IPv6 one that talks IPv4, so two rows with the same peer compare equal. {@code
 * 0.0.0.0} and {@code ::} stay different; {@link #family} tells what the socket itself is. See
 * {@link SocketAddresses}.
 *
 * <p><b>Unknown</b> is 0 for the numbers of things (inode, cookie, cgroup) and {@link #UNKNOWN} for
 * everything else.
 *
 * <p>Hot path: owned by one thread, no bounds of its own, rows are never objects.
 */
public final class SocketTable {

  /** A value that the source does not tell. */
  public static final int UNKNOWN = -1;

  /** Family of an IPv4 socket. */
  public static final int IPV4 = 4;

  /** Family of an IPv6 socket, also of one that talks IPv4 through a mapped address. */
  public static final int IPV6 = 6;

  private static final int FIRST_CAPACITY = 1024;

  private int size;
  private byte[] state = new byte[FIRST_CAPACITY];
  private byte[] family = new byte[FIRST_CAPACITY];
  private byte[] v6only = new byte[FIRST_CAPACITY];
  private byte[] shutdown = new byte[FIRST_CAPACITY];
  private long[] localHigh = new long[FIRST_CAPACITY];
  private long[] localLow = new long[FIRST_CAPACITY];
  private long[] remoteHigh = new long[FIRST_CAPACITY];
  private long[] remoteLow = new long[FIRST_CAPACITY];
  private char[] localPort = new char[FIRST_CAPACITY];
  private char[] remotePort = new char[FIRST_CAPACITY];
  private int[] receiveQueue = new int[FIRST_CAPACITY];
  private int[] sendQueue = new int[FIRST_CAPACITY];
  private int[] uid = new int[FIRST_CAPACITY];
  private int[] interfaceIndex = new int[FIRST_CAPACITY];
  private int[] namespaceIndex = new int[FIRST_CAPACITY];
  private int[] pid = new int[FIRST_CAPACITY];
  private long[] inode = new long[FIRST_CAPACITY];
  private long[] cookie = new long[FIRST_CAPACITY];
  private long[] cgroupId = new long[FIRST_CAPACITY];
  private int currentNamespace;

  /** Hash table of the deduplication, kept for the next one. */
  private int[] slots = {};

  /** Forgets all rows and keeps the memory. The next rows belong to namespace 0. */
  public void clear() {
    size = 0;
    currentNamespace = 0;
  }

  /** How many sockets the table holds. Rows are 0 to size - 1. */
  public int size() {
    return size;
  }

  /**
   * Rows that are added from now on belong to this namespace.
   *
   * @param index position in {@link Capture#namespaces()}
   */
  public void enterNamespace(int index) {
    currentNamespace = index;
  }

  /** Forgets the rows from this one on: what a failed attempt to read had added. */
  public void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  /**
   * Adds a socket; everything not given here is unknown until set.
   *
   * @param stateCode {@link SocketState#code()}
   * @param socketFamily {@link #IPV4} or {@link #IPV6}
   * @return the row, for the setters
   */
  public int add(int stateCode, int socketFamily) {
    int row = size++;
    if (row == state.length) {
      grow(2 * row);
    }
    state[row] = (byte) stateCode;
    family[row] = (byte) socketFamily;
    setLocal(row, 0, 0, 0);
    setRemote(row, 0, 0, 0);
    v6only[row] = UNKNOWN;
    shutdown[row] = UNKNOWN;
    receiveQueue[row] = UNKNOWN;
    sendQueue[row] = UNKNOWN;
    uid[row] = UNKNOWN;
    pid[row] = UNKNOWN;
    interfaceIndex[row] = 0;
    inode[row] = 0;
    cookie[row] = 0;
    cgroupId[row] = 0;
    namespaceIndex[row] = currentNamespace;
    return row;
  }

  /** Where the socket is bound; address and port 0 when it is not. */
  public void setLocal(int row, long high, long low, int port) {
    localHigh[row] = high;
    localLow[row] = low;
    localPort[row] = (char) port;
  }

  /** Where the socket is connected to; address and port 0 when it is not. */
  public void setRemote(int row, long high, long low, int port) {
    remoteHigh[row] = high;
    remoteLow[row] = low;
    remotePort[row] = (char) port;
  }

  /** See {@link #receiveQueue} and {@link #sendQueue}. */
  public void setQueues(int row, int received, int toSend) {
    receiveQueue[row] = received;
    sendQueue[row] = toSend;
  }

  /** The owning user, an unsigned 32-bit number. */
  public void setUid(int row, int value) {
    uid[row] = value;
  }

  /** The inode of the socket's file, 0 when nobody holds it. */
  public void setInode(int row, long value) {
    inode[row] = value;
  }

  /** See {@link #cookie}. */
  public void setCookie(int row, long value) {
    cookie[row] = value;
  }

  /** See {@link #cgroupId}. */
  public void setCgroupId(int row, long value) {
    cgroupId[row] = value;
  }

  /** See {@link #v6only}. */
  public void setV6only(int row, boolean value) {
    v6only[row] = (byte) (value ? 1 : 0);
  }

  /** See {@link #shutdown}. */
  public void setShutdown(int row, int bits) {
    shutdown[row] = (byte) bits;
  }

  /** See {@link #interfaceIndex}. */
  public void setInterfaceIndex(int row, int value) {
    interfaceIndex[row] = value;
  }

  /** See {@link #pid}. */
  public void setPid(int row, int value) {
    pid[row] = value;
  }

  /** {@link SocketState#code()} of the row. */
  public int stateCode(int row) {
    return state[row];
  }

  /** State of the row. */
  public SocketState state(int row) {
    return SocketState.ofCode(state[row]);
  }

  /** {@link #IPV4} or {@link #IPV6}: of the socket, not of its addresses. */
  public int family(int row) {
    return family[row];
  }

  /** High half of the local address. */
  public long localHigh(int row) {
    return localHigh[row];
  }

  /** Low half of the local address. */
  public long localLow(int row) {
    return localLow[row];
  }

  /** 0..65535. */
  public int localPort(int row) {
    return localPort[row];
  }

  /** High half of the remote address. */
  public long remoteHigh(int row) {
    return remoteHigh[row];
  }

  /** Low half of the remote address. */
  public long remoteLow(int row) {
    return remoteLow[row];
  }

  /** 0..65535. */
  public int remotePort(int row) {
    return remotePort[row];
  }

  /** LISTEN: connections that wait for accept(2). Else bytes not yet read; a FIN counts as one. */
  public int receiveQueue(int row) {
    return receiveQueue[row];
  }

  /** LISTEN: the limit of the accept queue. Else bytes not yet acknowledged by the peer. */
  public int sendQueue(int row) {
    return sendQueue[row];
  }

  /** 0..4294967294, or {@link #UNKNOWN}. */
  public long uid(int row) {
    int value = uid[row];
    return value == UNKNOWN ? UNKNOWN : Integer.toUnsignedLong(value);
  }

  /** Inode of the socket's file; 0 when unknown or when nobody holds the socket. */
  public long inode(int row) {
    return inode[row];
  }

  /**
   * Identity of the socket over its whole life, through accept(2) and into TIME_WAIT, where the
   * inode changes; 0 when unknown. Unique per network namespace.
   */
  public long cookie(int row) {
    return cookie[row];
  }

  /** Inode of the cgroup-v2 directory that the socket was made in; 1 is the root, 0 unknown. */
  public long cgroupId(int row) {
    return cgroupId[row];
  }

  /** 1 when an IPv6 listener refuses IPv4, 0 when it takes both, or {@link #UNKNOWN}. */
  public int v6only(int row) {
    return v6only[row];
  }

  /**
   * 1 receiving is shut down, 2 sending, 3 both, or {@link #UNKNOWN}: RCV_SHUTDOWN in net/sock.h.
   */
  public int shutdown(int row) {
    return shutdown[row];
  }

  /** Interface that the socket is bound to, 0 for any or unknown. */
  public int interfaceIndex(int row) {
    return interfaceIndex[row];
  }

  /** Position in {@link Capture#namespaces()}. */
  public int namespaceIndex(int row) {
    return namespaceIndex[row];
  }

  /** Owning process where the source itself tells it (OSHI), or {@link #UNKNOWN}. */
  public int pid(int row) {
    return pid[row];
  }

  /**
   * Removes rows that repeat an earlier one: the same namespace, addresses, ports and interface.
   * The kernel repeats rows of {@code /proc/net/tcp} while connections come and go. LISTEN rows
   * share their addresses under SO_REUSEPORT, so among them only a repeated inode is a repetition.
   *
   * @return how many rows were removed
   */
  public int deduplicate() {
    clearSlots();
    int kept = 0;
    for (int row = 0; row < size; row++) {
      if (isNew(row, kept)) {
        moveRow(row, kept++);
      }
    }
    int removed = size - kept;
    size = kept;
    return removed;
  }

  /** At least twice as many slots as rows, a power of two. */
  private void clearSlots() {
    int wanted = Integer.highestOneBit(Math.max(16, size)) * 4;
    if (slots.length < wanted) {
      slots = new int[wanted];
    } else {
      Arrays.fill(slots, 0);
    }
  }

  /** Looks the row up among those already kept; a slot holds the kept row's number plus one. */
  private boolean isNew(int row, int kept) {
    boolean listens = state[row] == SocketState.LISTEN.code();
    if (listens && inode[row] == 0) {
      return true;
    }
    int mask = slots.length - 1;
    int slot = hash(row) & mask;
    while (slots[slot] != 0) {
      if (sameSocket(row, slots[slot] - 1)) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = kept + 1;
    return true;
  }

  private int hash(int row) {
    long h = localLow[row] * 31 + localHigh[row];
    h = h * 0x9E3779B97F4A7C15L + remoteLow[row] * 31 + remoteHigh[row];
    h = h * 0x9E3779B97F4A7C15L + ((long) localPort[row] << 16 | remotePort[row]);
    return (int) (h ^ (h >>> 32));
  }

  private boolean sameSocket(int a, int b) {
    boolean aListens = state[a] == SocketState.LISTEN.code();
    boolean bListens = state[b] == SocketState.LISTEN.code();
    return localPort[a] == localPort[b]
        && remotePort[a] == remotePort[b]
        && localLow[a] == localLow[b]
        && localHigh[a] == localHigh[b]
        && remoteLow[a] == remoteLow[b]
        && remoteHigh[a] == remoteHigh[b]
        && namespaceIndex[a] == namespaceIndex[b]
        && interfaceIndex[a] == interfaceIndex[b]
        && aListens == bListens
        && (!aListens || inode[a] == inode[b]);
  }

  private void moveRow(int from, int to) {
    if (from == to) {
      return;
    }
    state[to] = state[from];
    family[to] = family[from];
    v6only[to] = v6only[from];
    shutdown[to] = shutdown[from];
    localHigh[to] = localHigh[from];
    localLow[to] = localLow[from];
    remoteHigh[to] = remoteHigh[from];
    remoteLow[to] = remoteLow[from];
    localPort[to] = localPort[from];
    remotePort[to] = remotePort[from];
    receiveQueue[to] = receiveQueue[from];
    sendQueue[to] = sendQueue[from];
    uid[to] = uid[from];
    interfaceIndex[to] = interfaceIndex[from];
    namespaceIndex[to] = namespaceIndex[from];
    pid[to] = pid[from];
    inode[to] = inode[from];
    cookie[to] = cookie[from];
    cgroupId[to] = cgroupId[from];
  }

  private void grow(int capacity) {
    state = Arrays.copyOf(state, capacity);
    family = Arrays.copyOf(family, capacity);
    v6only = Arrays.copyOf(v6only, capacity);
    shutdown = Arrays.copyOf(shutdown, capacity);
    localHigh = Arrays.copyOf(localHigh, capacity);
    localLow = Arrays.copyOf(localLow, capacity);
    remoteHigh = Arrays.copyOf(remoteHigh, capacity);
    remoteLow = Arrays.copyOf(remoteLow, capacity);
    localPort = Arrays.copyOf(localPort, capacity);
    remotePort = Arrays.copyOf(remotePort, capacity);
    receiveQueue = Arrays.copyOf(receiveQueue, capacity);
    sendQueue = Arrays.copyOf(sendQueue, capacity);
    uid = Arrays.copyOf(uid, capacity);
    interfaceIndex = Arrays.copyOf(interfaceIndex, capacity);
    namespaceIndex = Arrays.copyOf(namespaceIndex, capacity);
    pid = Arrays.copyOf(pid, capacity);
    inode = Arrays.copyOf(inode, capacity);
    cookie = Arrays.copyOf(cookie, capacity);
    cgroupId = Arrays.copyOf(cgroupId, capacity);
  }
}
