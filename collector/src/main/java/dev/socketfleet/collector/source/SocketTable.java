package dev.socketfleet.collector.source;

import dev.socketfleet.common.model.SocketState;
import java.util.Arrays;

/**
 * All TCP sockets of one capture, a row each, in one primitive array that is kept from capture to
 * capture: filling it again allocates nothing once it has grown to the size of the host. All of a
 * row lies together, since a capture writes and reads whole rows.
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

  // The words of a row; several small values share one, each as wide as its comment says.
  private static final int LOCAL_HIGH = 0;
  private static final int LOCAL_LOW = 1;
  private static final int REMOTE_HIGH = 2;
  private static final int REMOTE_LOW = 3;
  private static final int INODE = 4;
  private static final int COOKIE = 5;
  private static final int CGROUP = 6;
  // From the lowest bit: remote port 16, local port 16, state 8, family 8, v6only 8, shutdown 8.
  private static final int CODES = 7;
  // Send queue 32, receive queue 32.
  private static final int QUEUES = 8;
  // Process 32, user 32.
  private static final int OWNER = 9;
  // Namespace 32, interface 32.
  private static final int PLACE = 10;
  private static final int WORDS = 11;

  private static final int LOCAL_PORT_SHIFT = 16;
  private static final int STATE_SHIFT = 32;
  private static final int FAMILY_SHIFT = 40;
  private static final int V6ONLY_SHIFT = 48;
  private static final int SHUTDOWN_SHIFT = 56;

  private static final long UNKNOWN_PAIR = -1;
  private static final long UNKNOWN_FLAGS = 0xffffL << V6ONLY_SHIFT;
  private static final long LISTEN = SocketState.LISTEN.code();

  private int size;
  private long[] words = new long[FIRST_CAPACITY * WORDS];
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
    int at = row * WORDS;
    if (at == words.length) {
      words = Arrays.copyOf(words, 2 * at);
    }
    words[at + LOCAL_HIGH] = 0;
    words[at + LOCAL_LOW] = 0;
    words[at + REMOTE_HIGH] = 0;
    words[at + REMOTE_LOW] = 0;
    words[at + INODE] = 0;
    words[at + COOKIE] = 0;
    words[at + CGROUP] = 0;
    words[at + CODES] =
        UNKNOWN_FLAGS | (long) socketFamily << FAMILY_SHIFT | (long) stateCode << STATE_SHIFT;
    words[at + QUEUES] = UNKNOWN_PAIR;
    words[at + OWNER] = UNKNOWN_PAIR;
    words[at + PLACE] = currentNamespace;
    return row;
  }

  /** Where the socket is bound; address and port 0 when it is not. */
  public void setLocal(int row, long high, long low, int port) {
    int at = row * WORDS;
    words[at + LOCAL_HIGH] = high;
    words[at + LOCAL_LOW] = low;
    put(at + CODES, LOCAL_PORT_SHIFT, 0xffff, port);
  }

  /** Where the socket is connected to; address and port 0 when it is not. */
  public void setRemote(int row, long high, long low, int port) {
    int at = row * WORDS;
    words[at + REMOTE_HIGH] = high;
    words[at + REMOTE_LOW] = low;
    put(at + CODES, 0, 0xffff, port);
  }

  /** See {@link #receiveQueue} and {@link #sendQueue}. */
  public void setQueues(int row, int received, int toSend) {
    words[row * WORDS + QUEUES] = pair(received, toSend);
  }

  /** The owning user, an unsigned 32-bit number. */
  public void setUid(int row, int value) {
    words[row * WORDS + OWNER] = pair(value, pid(row));
  }

  /** The inode of the socket's file, 0 when nobody holds it. */
  public void setInode(int row, long value) {
    words[row * WORDS + INODE] = value;
  }

  /** See {@link #cookie}. */
  public void setCookie(int row, long value) {
    words[row * WORDS + COOKIE] = value;
  }

  /** See {@link #cgroupId}. */
  public void setCgroupId(int row, long value) {
    words[row * WORDS + CGROUP] = value;
  }

  /** See {@link #v6only}. */
  public void setV6only(int row, boolean value) {
    put(row * WORDS + CODES, V6ONLY_SHIFT, 0xff, value ? 1 : 0);
  }

  /** See {@link #shutdown}. */
  public void setShutdown(int row, int bits) {
    put(row * WORDS + CODES, SHUTDOWN_SHIFT, 0xff, bits);
  }

  /** See {@link #interfaceIndex}. */
  public void setInterfaceIndex(int row, int value) {
    words[row * WORDS + PLACE] = pair(value, namespaceIndex(row));
  }

  /** See {@link #pid}. */
  public void setPid(int row, int value) {
    words[row * WORDS + OWNER] = pair((int) (words[row * WORDS + OWNER] >> 32), value);
  }

  /** {@link SocketState#code()} of the row. */
  public int stateCode(int row) {
    return (byte) (words[row * WORDS + CODES] >> STATE_SHIFT);
  }

  /** State of the row. */
  public SocketState state(int row) {
    return SocketState.ofCode(stateCode(row));
  }

  /** {@link #IPV4} or {@link #IPV6}: of the socket, not of its addresses. */
  public int family(int row) {
    return (byte) (words[row * WORDS + CODES] >> FAMILY_SHIFT);
  }

  /** High half of the local address. */
  public long localHigh(int row) {
    return words[row * WORDS + LOCAL_HIGH];
  }

  /** Low half of the local address. */
  public long localLow(int row) {
    return words[row * WORDS + LOCAL_LOW];
  }

  /** 0..65535. */
  public int localPort(int row) {
    return (char) (words[row * WORDS + CODES] >> LOCAL_PORT_SHIFT);
  }

  /** High half of the remote address. */
  public long remoteHigh(int row) {
    return words[row * WORDS + REMOTE_HIGH];
  }

  /** Low half of the remote address. */
  public long remoteLow(int row) {
    return words[row * WORDS + REMOTE_LOW];
  }

  /** 0..65535. */
  public int remotePort(int row) {
    return (char) words[row * WORDS + CODES];
  }

  /** LISTEN: connections that wait for accept(2). Else bytes not yet read; a FIN counts as one. */
  public int receiveQueue(int row) {
    return (int) (words[row * WORDS + QUEUES] >> 32);
  }

  /** LISTEN: the limit of the accept queue. Else bytes not yet acknowledged by the peer. */
  public int sendQueue(int row) {
    return (int) words[row * WORDS + QUEUES];
  }

  /** 0..4294967294, or {@link #UNKNOWN}. */
  public long uid(int row) {
    int value = (int) (words[row * WORDS + OWNER] >> 32);
    return value == UNKNOWN ? UNKNOWN : Integer.toUnsignedLong(value);
  }

  /** Inode of the socket's file; 0 when unknown or when nobody holds the socket. */
  public long inode(int row) {
    return words[row * WORDS + INODE];
  }

  /**
   * Identity of the socket over its whole life, through accept(2) and into TIME_WAIT, where the
   * inode changes; 0 when unknown. Unique per network namespace.
   */
  public long cookie(int row) {
    return words[row * WORDS + COOKIE];
  }

  /** Inode of the cgroup-v2 directory that the socket was made in; 1 is the root, 0 unknown. */
  public long cgroupId(int row) {
    return words[row * WORDS + CGROUP];
  }

  /** 1 when an IPv6 listener refuses IPv4, 0 when it takes both, or {@link #UNKNOWN}. */
  public int v6only(int row) {
    return (byte) (words[row * WORDS + CODES] >> V6ONLY_SHIFT);
  }

  /**
   * 1 receiving is shut down, 2 sending, 3 both, or {@link #UNKNOWN}: RCV_SHUTDOWN in net/sock.h.
   */
  public int shutdown(int row) {
    return (byte) (words[row * WORDS + CODES] >> SHUTDOWN_SHIFT);
  }

  /** Interface that the socket is bound to, 0 for any or unknown. */
  public int interfaceIndex(int row) {
    return (int) (words[row * WORDS + PLACE] >> 32);
  }

  /** Position in {@link Capture#namespaces()}. */
  public int namespaceIndex(int row) {
    return (int) words[row * WORDS + PLACE];
  }

  /** Owning process where the source itself tells it (OSHI), or {@link #UNKNOWN}. */
  public int pid(int row) {
    return (int) words[row * WORDS + OWNER];
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
    if (listens(row) && inode(row) == 0) {
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

  /**
   * Rows of one listener differ in one port only, which is in the middle of the last word: the last
   * multiplication carries it up, and the upper half is what is used.
   */
  private int hash(int row) {
    long h = localLow(row) * 31 + localHigh(row);
    h = h * 0x9E3779B97F4A7C15L + remoteLow(row) * 31 + remoteHigh(row);
    h = h * 0x9E3779B97F4A7C15L + (int) words[row * WORDS + CODES];
    return (int) (((h ^ (h >>> 29)) * 0x9E3779B97F4A7C15L) >>> 32);
  }

  private boolean sameSocket(int a, int b) {
    int atA = a * WORDS;
    int atB = b * WORDS;
    return (int) words[atA + CODES] == (int) words[atB + CODES]
        && words[atA + LOCAL_LOW] == words[atB + LOCAL_LOW]
        && words[atA + LOCAL_HIGH] == words[atB + LOCAL_HIGH]
        && words[atA + REMOTE_LOW] == words[atB + REMOTE_LOW]
        && words[atA + REMOTE_HIGH] == words[atB + REMOTE_HIGH]
        && words[atA + PLACE] == words[atB + PLACE]
        && listens(a) == listens(b)
        && (!listens(a) || inode(a) == inode(b));
  }

  private boolean listens(int row) {
    return stateCode(row) == LISTEN;
  }

  private void moveRow(int from, int to) {
    if (from != to) {
      System.arraycopy(words, from * WORDS, words, to * WORDS, WORDS);
    }
  }

  private void put(int word, int shift, long mask, int value) {
    words[word] = (words[word] & ~(mask << shift)) | ((value & mask) << shift);
  }

  private static long pair(int high, int low) {
    return (long) high << 32 | Integer.toUnsignedLong(low);
  }
}
