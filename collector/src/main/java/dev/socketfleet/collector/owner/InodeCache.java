package dev.socketfleet.collector.owner;

import org.jspecify.annotations.Nullable;

/**
 * Holders by socket inode. The cookie tells a new socket from an old one whose inode number came
 * around again. Also knows which inodes were looked for in vain, and when. Primitive arrays with
 * open addressing; owned by one thread.
 */
final class InodeCache {

  private static final int FIRST_CAPACITY = 1024;
  private static final long NEVER_TRIED = Long.MIN_VALUE;

  private long[] inodes = new long[FIRST_CAPACITY];
  private long[] cookies = new long[FIRST_CAPACITY];
  private long[] triedMs = new long[FIRST_CAPACITY];
  private int[] seenIn = new int[FIRST_CAPACITY];
  private @Nullable Holder[] holders = new @Nullable Holder[FIRST_CAPACITY];
  private int size;
  private int living;
  private int capture = 1;

  /** Makes room, so that no place moves until the end of the capture. */
  void reserve(int sockets) {
    if (2L * (size + sockets) > inodes.length) {
      rebuild(capacityFor(size + sockets), 0);
    }
  }

  /** The place of a socket, made when it is new. */
  int placeOf(long inode, long cookie) {
    int place = find(inode);
    if (inodes[place] == 0) {
      inodes[place] = inode;
      forget(place, cookie);
      size++;
    } else if (cookies[place] != cookie) {
      forget(place, cookie);
    }
    if (seenIn[place] != capture) {
      seenIn[place] = capture;
      living++;
    }
    return place;
  }

  @Nullable Holder holder(int place) {
    return holders[place];
  }

  /** Whether it is worth looking for the holder: unknown, and not looked for since this time. */
  boolean isWanted(int place, long triedBeforeMs) {
    return holders[place] == null && triedMs[place] < triedBeforeMs;
  }

  void setTried(int place, long nowMs) {
    triedMs[place] = nowMs;
  }

  /** Sets the holder if this inode is among the sockets and has none yet; tells whether it did. */
  boolean offer(long inode, Holder holder) {
    int place = find(inode);
    if (inodes[place] == 0 || seenIn[place] != capture || holders[place] != null) {
      return false;
    }
    holders[place] = holder;
    return true;
  }

  /** Whether {@link #offer} would take it. */
  boolean lacks(long inode) {
    int place = find(inode);
    return inodes[place] != 0 && seenIn[place] == capture && holders[place] == null;
  }

  /** Forgets the sockets that this capture did not show. */
  void endCapture() {
    if (size > living + living / 4) {
      rebuild(capacityFor(living), capture);
    }
    capture++;
    living = 0;
  }

  private void forget(int place, long cookie) {
    cookies[place] = cookie;
    holders[place] = null;
    triedMs[place] = NEVER_TRIED;
  }

  private static int capacityFor(int sockets) {
    return Integer.highestOneBit(Math.max(FIRST_CAPACITY / 4, sockets)) * 4;
  }

  private int find(long inode) {
    int mask = inodes.length - 1;
    int place = (int) ((inode * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (inodes[place] != 0 && inodes[place] != inode) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void rebuild(int capacity, int oldestKept) {
    long[] oldInodes = inodes;
    long[] oldCookies = cookies;
    long[] oldTried = triedMs;
    int[] oldSeenIn = seenIn;
    @Nullable Holder[] oldHolders = holders;
    inodes = new long[capacity];
    cookies = new long[capacity];
    triedMs = new long[capacity];
    seenIn = new int[capacity];
    holders = new @Nullable Holder[capacity];
    size = 0;
    for (int old = 0; old < oldInodes.length; old++) {
      if (oldInodes[old] != 0 && oldSeenIn[old] >= oldestKept) {
        int place = find(oldInodes[old]);
        inodes[place] = oldInodes[old];
        cookies[place] = oldCookies[old];
        triedMs[place] = oldTried[old];
        seenIn[place] = oldSeenIn[old];
        holders[place] = oldHolders[old];
        size++;
      }
    }
  }
}
