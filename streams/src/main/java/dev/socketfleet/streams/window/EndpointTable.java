package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a window in their order, each with its cells.
 *
 * <p>Sorted arrays: a fleet's windows fit no cache, and each node of a tree would be a miss of its
 * own. Most hosts tell their endpoints in ascending order, so that an addition is an append. Owned
 * by the thread that owns its window.
 */
final class EndpointTable {

  private static final int FIRST_CAPACITY = 8;

  /** Ascending; see {@link #packed}. */
  private int[] keys = {};

  private Endpoint[] endpoints = {};
  private EndpointCells[] cells = {};
  private int size;

  /** An endpoint as a number that has its order. */
  static int packed(Endpoint endpoint) {
    return endpoint.port() << 1 | (endpoint.role() == Role.SERVER ? 0 : 1);
  }

  int size() {
    return size;
  }

  boolean has(Endpoint endpoint) {
    return find(packed(endpoint)) >= 0;
  }

  @Nullable EndpointCells get(Endpoint endpoint) {
    int at = find(packed(endpoint));
    return at < 0 ? null : cells[at];
  }

  /** The cells of the endpoint, new ones when it has none. */
  EndpointCells require(Endpoint endpoint) {
    int key = packed(endpoint);
    int at = find(key);
    if (at >= 0) {
      return cells[at];
    }
    EndpointCells fresh = new EndpointCells();
    insert(-at - 1, key, endpoint, fresh);
    return fresh;
  }

  /** Puts the cells of an endpoint in the place of those that it has, if any. */
  void put(Endpoint endpoint, EndpointCells of) {
    int key = packed(endpoint);
    int at = find(key);
    if (at >= 0) {
      cells[at] = of;
    } else {
      insert(-at - 1, key, endpoint, of);
    }
  }

  private int find(int key) {
    return size > 0 && keys[size - 1] < key ? -size - 1 : Arrays.binarySearch(keys, 0, size, key);
  }

  private void insert(int at, int key, Endpoint endpoint, EndpointCells of) {
    if (size == keys.length) {
      int capacity = Math.max(FIRST_CAPACITY, 2 * size);
      keys = Arrays.copyOf(keys, capacity);
      endpoints = Arrays.copyOf(endpoints, capacity);
      cells = Arrays.copyOf(cells, capacity);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(endpoints, at, endpoints, at + 1, size - at);
    System.arraycopy(cells, at, cells, at + 1, size - at);
    keys[at] = key;
    endpoints[at] = endpoint;
    cells[at] = of;
    size++;
  }

  /** Each endpoint, ascending. */
  void forEach(BiConsumer<Endpoint, EndpointCells> action) {
    for (int i = 0; i < size; i++) {
      action.accept(endpoints[i], cells[i]);
    }
  }
}
