package dev.socketfleet.common.wire;

import java.util.Arrays;

/**
 * The names met so far in each open object, to find the ones that come twice. Searches in a row: an
 * object has few fields, and nothing is allocated per object, unlike with the parser's own
 * detection.
 */
final class FieldNames {

  /** Most fields of one object, known or not: keeps the search short whatever is sent. */
  static final int MAX_FIELDS = 128;

  private String[] names = new String[32];
  private final int[] starts = new int[Json.MAX_DEPTH + 1];
  private int depth;
  private int size;

  void open() {
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
    for (int i = starts[depth - 1]; i < size; i++) {
      if (names[i].equals(name)) {
        return false;
      }
    }
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
    }
    names[size++] = name;
    return true;
  }
}
