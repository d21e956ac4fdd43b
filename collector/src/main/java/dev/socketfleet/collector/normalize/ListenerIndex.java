package dev.socketfleet.collector.normalize;

import dev.socketfleet.collector.source.SocketAddresses;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Listeners by namespace and port. Answers for each socket whether its local end is covered: by the
 * exact address, by {@code 0.0.0.0}, or by {@code ::}, which takes IPv4 too unless IPV6_V6ONLY is
 * set. Kept from capture to capture; owned by one thread.
 */
final class ListenerIndex {

  /** No listener covers the address. */
  static final int NONE = -1;

  private static final int V6ONLY = 1;
  private static final int FIRST_CAPACITY = 64;

  private final BitSet ports = new BitSet(65_536);
  private int[] namespaces = new int[FIRST_CAPACITY];
  private int[] listenerPorts = new int[FIRST_CAPACITY];
  private long[] highs = new long[FIRST_CAPACITY];
  private long[] lows = new long[FIRST_CAPACITY];
  private int[] v6only = new int[FIRST_CAPACITY];
  private int[] sources = new int[FIRST_CAPACITY];
  private int[] next = new int[FIRST_CAPACITY];
  private int[] heads = new int[2 * FIRST_CAPACITY];
  private int size;

  void clear() {
    ports.clear();
    Arrays.fill(heads, 0);
    size = 0;
  }

  /**
   * Adds a listener.
   *
   * @param v6onlyFlag 1 when it refuses IPv4
   * @param source what {@link #source} gives back for it
   */
  void add(int namespace, long high, long low, int port, int v6onlyFlag, int source) {
    if (size == sources.length) {
      grow();
    }
    int index = size++;
    namespaces[index] = namespace;
    listenerPorts[index] = port;
    highs[index] = high;
    lows[index] = low;
    v6only[index] = v6onlyFlag;
    sources[index] = source;
    ports.set(port);
    link(index);
  }

  int size() {
    return size;
  }

  /** What was given to {@link #add}. */
  int source(int index) {
    return sources[index];
  }

  /** The listener that takes connections to this address, the most exact one, or NONE. */
  int find(int namespace, long high, long low, int port) {
    if (!ports.get(port)) {
      return NONE;
    }
    int wildcard = NONE;
    for (int i = heads[slot(namespace, port)] - 1; i >= 0; i = next[i] - 1) {
      if (listenerPorts[i] == port && namespaces[i] == namespace) {
        if (highs[i] == high && lows[i] == low) {
          return i;
        }
        if (coversAny(i, high, low) && (wildcard == NONE || highs[i] == high)) {
          wildcard = i;
        }
      }
    }
    return wildcard;
  }

  /** Whether a listener of any namespace takes connections to this address of this host. */
  boolean coversInAnyNamespace(long high, long low, int port, LocalAddresses addresses) {
    if (!ports.get(port)) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (listenerPorts[i] == port
          && ((highs[i] == high && lows[i] == low)
              || (coversAny(i, high, low) && addresses.contains(namespaces[i], high, low)))) {
        return true;
      }
    }
    return false;
  }

  private boolean coversAny(int index, long high, long low) {
    if (highs[index] != 0) {
      return false;
    }
    boolean ipv4 = SocketAddresses.isIpv4(high, low);
    return lows[index] == SocketAddresses.IPV4_PREFIX
        ? ipv4
        : lows[index] == 0 && (!ipv4 || v6only[index] != V6ONLY);
  }

  private int slot(int namespace, int port) {
    int hash = (namespace * 65_537 + port) * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (heads.length - 1);
  }

  private void link(int index) {
    int slot = slot(namespaces[index], listenerPorts[index]);
    next[index] = heads[slot];
    heads[slot] = index + 1;
  }

  private void grow() {
    int capacity = 2 * size;
    namespaces = Arrays.copyOf(namespaces, capacity);
    listenerPorts = Arrays.copyOf(listenerPorts, capacity);
    highs = Arrays.copyOf(highs, capacity);
    lows = Arrays.copyOf(lows, capacity);
    v6only = Arrays.copyOf(v6only, capacity);
    sources = Arrays.copyOf(sources, capacity);
    next = Arrays.copyOf(next, capacity);
    heads = new int[2 * capacity];
    for (int index = 0; index < size; index++) {
      link(index);
    }
  }
}
