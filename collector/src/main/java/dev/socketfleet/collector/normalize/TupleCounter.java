package dev.socketfleet.collector.normalize;

import java.util.Arrays;

/**
 * Counts tuples of up to five longs. Each distinct tuple gets the next number from 0, in the order
 * of first appearance. Keeps its memory when cleared: counting allocates nothing once grown. Owned
 * by one thread.
 */
final class TupleCounter {

  private static final int FIRST_CAPACITY = 64;

  private final int width;
  private long[] keys;
  private long[] counts;
  private int[] slots;
  private int size;

  /**
   * A counter.
   *
   * @param width how many of the five parts are used, 1..5
   */
  TupleCounter(int width) {
    this.width = width;
    this.keys = new long[FIRST_CAPACITY * width];
    this.counts = new long[FIRST_CAPACITY];
    this.slots = new int[2 * FIRST_CAPACITY];
  }

  void clear() {
    if (size > 0) {
      Arrays.fill(slots, 0);
      size = 0;
    }
  }

  /** How many distinct tuples there are. */
  int size() {
    return size;
  }

  int add(long a) {
    return add(a, 0, 0, 0, 0);
  }

  int add(long a, long b, long c) {
    return add(a, b, c, 0, 0);
  }

  /** Counts the tuple once more and gives its number. Parts beyond the width are ignored. */
  int add(long a, long b, long c, long d, long e) {
    int slot = slotOf(a, b, c, d, e);
    int index = slots[slot] - 1;
    if (index < 0) {
      index = size++;
      slots[slot] = size;
      store(index, a, b, c, d, e);
      if (size == counts.length) {
        grow();
      }
    }
    counts[index]++;
    return index;
  }

  boolean contains(long a, long b, long c) {
    return slots[slotOf(a, b, c, 0, 0)] != 0;
  }

  /** One part of a tuple, 0..width - 1. */
  long key(int index, int part) {
    return keys[index * width + part];
  }

  long count(int index) {
    return counts[index];
  }

  private void store(int index, long a, long b, long c, long d, long e) {
    counts[index] = 0;
    for (int part = 0; part < width; part++) {
      keys[index * width + part] = part(part, a, b, c, d, e);
    }
  }

  private static long part(int part, long a, long b, long c, long d, long e) {
    return switch (part) {
      case 0 -> a;
      case 1 -> b;
      case 2 -> c;
      case 3 -> d;
      default -> e;
    };
  }

  /** Where the tuple is, or the empty slot where it belongs. */
  private int slotOf(long a, long b, long c, long d, long e) {
    int mask = slots.length - 1;
    int slot = hash(a, b, c, d, e) & mask;
    while (slots[slot] != 0 && !equal(slots[slot] - 1, a, b, c, d, e)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean equal(int index, long a, long b, long c, long d, long e) {
    int at = index * width;
    return keys[at] == a
        && (width < 2 || keys[at + 1] == b)
        && (width < 3 || keys[at + 2] == c)
        && (width < 4 || keys[at + 3] == d)
        && (width < 5 || keys[at + 4] == e);
  }

  private int hash(long a, long b, long c, long d, long e) {
    long h = a * 0x9E3779B97F4A7C15L;
    h = width < 2 ? h : Long.rotateLeft(h ^ b, 29) * 0xBF58476D1CE4E5B9L;
    h = width < 3 ? h : Long.rotateLeft(h ^ c, 29) * 0x94D049BB133111EBL;
    h = width < 4 ? h : Long.rotateLeft(h ^ d, 29) * 0xBF58476D1CE4E5B9L;
    h = width < 5 ? h : Long.rotateLeft(h ^ e, 29) * 0x94D049BB133111EBL;
    return (int) (h ^ (h >>> 32));
  }

  private void grow() {
    int capacity = 2 * counts.length;
    keys = Arrays.copyOf(keys, capacity * width);
    counts = Arrays.copyOf(counts, capacity);
    slots = new int[2 * capacity];
    for (int index = 0; index < size; index++) {
      slots[
              slotOf(
                  keyOrZero(index, 0),
                  keyOrZero(index, 1),
                  keyOrZero(index, 2),
                  keyOrZero(index, 3),
                  keyOrZero(index, 4))] =
          index + 1;
    }
  }

  private long keyOrZero(int index, int part) {
    return part < width ? key(index, part) : 0;
  }
}
