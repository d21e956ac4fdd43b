package dev.socketfleet.collector.normalize;

import dev.socketfleet.collector.owner.Holder;
import dev.socketfleet.common.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each living socket from earlier captures, by cookie: which side this host is on,
 * since when it is in its state, and who held it last. Sockets that a complete capture does not
 * show are forgotten. Primitive arrays with open addressing; owned by one thread.
 */
final class SocketMemory {

  /** The socket is not known by a cookie. */
  static final int NOWHERE = -1;

  private static final byte UNDECIDED = 0;
  private static final byte SERVER = 1;
  private static final byte CLIENT = 2;
  private static final byte ROLE = 3;
  private static final byte PROVEN = 4;
  private static final int FIRST_CAPACITY = 1024;

  private long[] keys = new long[FIRST_CAPACITY];
  private long[] since = new long[FIRST_CAPACITY];
  private int[] seenIn = new int[FIRST_CAPACITY];
  private byte[] states = new byte[FIRST_CAPACITY];
  private byte[] decisions = new byte[FIRST_CAPACITY];
  private char[] ports = new char[FIRST_CAPACITY];
  private @Nullable Holder[] holders = new @Nullable Holder[FIRST_CAPACITY];
  private int size;
  private int living;
  private int capture = 1;

  /**
   * Makes room for a capture, so that no place moves during it.
   *
   * @param rows how many sockets it has at most
   */
  void reserve(int rows) {
    int needed = size + rows;
    if (2L * needed > keys.length) {
      rebuild(capacityFor(needed), 0);
    }
  }

  /**
   * The place of a socket, made when it is new; valid until {@link #endCapture}. {@link #NOWHERE}
   * when the source knows no cookie.
   *
   * @param namespaceInode cookies are unique within a namespace only
   */
  int placeOf(long cookie, long namespaceInode, int stateCode, long nowMs) {
    if (cookie == 0) {
      return NOWHERE;
    }
    long key = cookie + namespaceInode * 0x9E3779B97F4A7C15L;
    int place = find(key == 0 ? 1 : key);
    if (keys[place] == 0) {
      keys[place] = key == 0 ? 1 : key;
      size++;
      since[place] = nowMs;
      states[place] = (byte) stateCode;
      decisions[place] = UNDECIDED;
      holders[place] = null;
    } else if (states[place] != stateCode) {
      states[place] = (byte) stateCode;
      since[place] = nowMs;
    }
    if (seenIn[place] != capture) {
      seenIn[place] = capture;
      living++;
    }
    return place;
  }

  /** When the socket was first seen in its state. */
  long since(int place) {
    return since[place];
  }

  @Nullable Holder holder(int place) {
    return holders[place];
  }

  void setHolder(int place, Holder holder) {
    holders[place] = holder;
  }

  boolean isDecided(int place) {
    return decisions[place] != UNDECIDED;
  }

  /** Whether the decision was more than a guess from port numbers. */
  boolean isProven(int place) {
    return (decisions[place] & PROVEN) != 0;
  }

  Role role(int place) {
    return (decisions[place] & ROLE) == CLIENT ? Role.CLIENT : Role.SERVER;
  }

  int port(int place) {
    return ports[place];
  }

  void decide(int place, Role role, int port, boolean proven) {
    decisions[place] =
        (byte) ((role == Role.CLIENT ? CLIENT : SERVER) | (proven ? PROVEN : UNDECIDED));
    ports[place] = (char) port;
  }

  /** Forgets the sockets that were not seen, when the capture was complete. */
  void endCapture(boolean complete) {
    if (!complete) {
      return;
    }
    if (size > living + living / 4) {
      rebuild(capacityFor(living), capture);
    }
    capture++;
    living = 0;
  }

  /** Sockets that are remembered; some of them may be gone since a while. */
  int size() {
    return size;
  }

  private static int capacityFor(int sockets) {
    return Integer.highestOneBit(Math.max(FIRST_CAPACITY / 4, sockets)) * 4;
  }

  private int find(long key) {
    int mask = keys.length - 1;
    int place = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (keys[place] != 0 && keys[place] != key) {
      place = (place + 1) & mask;
    }
    return place;
  }

  /** Moves what was seen in this capture or later into arrays of this capacity. */
  private void rebuild(int capacity, int oldestKept) {
    long[] oldKeys = keys;
    long[] oldSince = since;
    int[] oldSeenIn = seenIn;
    byte[] oldStates = states;
    byte[] oldDecisions = decisions;
    char[] oldPorts = ports;
    @Nullable Holder[] oldHolders = holders;
    keys = new long[capacity];
    since = new long[capacity];
    seenIn = new int[capacity];
    states = new byte[capacity];
    decisions = new byte[capacity];
    ports = new char[capacity];
    holders = new @Nullable Holder[capacity];
    size = 0;
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] != 0 && oldSeenIn[old] >= oldestKept) {
        int place = find(oldKeys[old]);
        keys[place] = oldKeys[old];
        since[place] = oldSince[old];
        seenIn[place] = oldSeenIn[old];
        states[place] = oldStates[old];
        decisions[place] = oldDecisions[old];
        ports[place] = oldPorts[old];
        holders[place] = oldHolders[old];
        size++;
      }
    }
  }
}
