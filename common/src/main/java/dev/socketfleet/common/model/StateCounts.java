package dev.socketfleet.common.model;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;

/** How many sockets are in each state. Immutable; no count is negative. */
public final class StateCounts {

  /** No socket in any state. */
  public static final StateCounts EMPTY = new StateCounts(new long[SocketState.COUNT]);

  private final long[] counts;
  private final int mask;

  private StateCounts(long[] counts) {
    this.counts = counts;
    int nonzero = 0;
    for (int code = 0; code < counts.length; code++) {
      nonzero |= counts[code] == 0 ? 0 : 1 << code;
    }
    this.mask = nonzero;
  }

  /**
   * Counts by {@link SocketState#code()}.
   *
   * @param counts 13 numbers, none negative; copied
   */
  public static StateCounts of(long[] counts) {
    if (counts.length != SocketState.COUNT) {
      throw new IllegalArgumentException(
          "counts had %d numbers but there are %d states"
              .formatted(counts.length, SocketState.COUNT));
    }
    for (int code = 0; code < counts.length; code++) {
      if (counts[code] < 0) {
        throw new IllegalArgumentException(
            "counts.%s was %d but it must not be negative"
                .formatted(SocketState.ofCode(code).wireName(), counts[code]));
      }
    }
    return new StateCounts(counts.clone());
  }

  /** The counts with one state only. */
  public static StateCounts of(SocketState state, long count) {
    long[] counts = new long[SocketState.COUNT];
    counts[state.code()] = count;
    return of(counts);
  }

  /** Sockets in this state. */
  public long count(SocketState state) {
    return counts[state.code()];
  }

  /**
   * Sockets in the state with this {@link SocketState#code()}.
   *
   * @param code 0..12
   */
  public long count(int code) {
    return counts[code];
  }

  /** One bit at the {@link SocketState#code()} of each state that has sockets. */
  public int mask() {
    return mask;
  }

  /** Sockets in any state. */
  public long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** The sum of both. */
  public StateCounts plus(StateCounts other) {
    long[] sums = counts.clone();
    other.addTo(sums);
    return new StateCounts(sums);
  }

  /** Adds each count to the sums at the index {@link SocketState#code()}. */
  public void addTo(long[] sums) {
    for (int code = 0; code < counts.length; code++) {
      sums[code] += counts[code];
    }
  }

  /** Calls for each state that has sockets, in the order of the codes. */
  public void forEach(ObjLongConsumer<SocketState> action) {
    for (int code = 0; code < counts.length; code++) {
      if (counts[code] != 0) {
        action.accept(SocketState.ofCode(code), counts[code]);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateCounts that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    forEach(
        (state, count) ->
            text.append(text.length() > 1 ? ", " : "")
                .append(state.wireName())
                .append('=')
                .append(count));
    return text.append('}').toString();
  }
}
