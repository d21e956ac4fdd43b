package dev.socketfleet.common.wire;

import java.util.Arrays;

/**
 * The names met so far in each open object, to find the ones that come twice. Unlike the parser's
 * own detection it allocates nothing per object: 64 bits of hash codes tell most names to be new,
 * and the others are searched in a row, which is short.
 */
final class FieldNames {

  /** Most fields of one object, known or not: keeps the search short whatever is sent. */
  static final int MAX_FIELDS = 128;

  private String[] names = new String[32];
  private final int[] starts = new int[Json.MAX_DEPTH + 1];
  private final long[] hashes = new long[Json.MAX_DEPTH + 1];
  private int depth;
  private int size;

  void open() {
    hashes[depth] = 0;
    starts[depth++] = size;
  }

  void close() {
    size = starts[--depth];
  }

  /** How many names the innermost open object has so far. */
  int count() {
    return size - starts[depth - 1];
  }

  /** Adds a name to the innermost open object; false when it is there already. */
  boolean add(String name) {
    long hash = 1L << ((name.hashCode() * 0x9e3779b9) >>> 26);
    if ((hashes[depth - 1] & hash) != 0 && contains(name)) {
      return false;
    }
    hashes[depth - 1] |= hash;
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
    }
    names[size++] = name;
    return true;
  }

  private boolean contains(String name) {
    for (int i = starts[depth - 1]; i < size; i++) {
      if (names[i].equals(name)) {
        return true;
      }
    }
    return false;
  }
}
