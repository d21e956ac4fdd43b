package dev.socketfleet.collector.normalize;

/**
 * The five most frequent entries of a {@link TupleCounter}, whose last two parts are an address. Of
 * equal ones the lower address wins, so that equal captures give equal evidence.
 */
final class TopEntries {

  static final int LIMIT = 5;

  private final int[] entries = new int[LIMIT];
  private int size;

  void offer(TupleCounter counter, int addressPart, int entry) {
    int at = size;
    while (at > 0 && precedes(counter, addressPart, entry, entries[at - 1])) {
      at--;
    }
    if (at == LIMIT) {
      return;
    }
    size = Math.min(size + 1, LIMIT);
    System.arraycopy(entries, at, entries, at + 1, size - at - 1);
    entries[at] = entry;
  }

  int size() {
    return size;
  }

  /** Entries of the counter, the most frequent first. */
  int entry(int rank) {
    return entries[rank];
  }

  private static boolean precedes(TupleCounter counter, int addressPart, int a, int b) {
    if (counter.count(a) != counter.count(b)) {
      return counter.count(a) > counter.count(b);
    }
    int high = Long.compareUnsigned(counter.key(a, addressPart), counter.key(b, addressPart));
    return high != 0
        ? high < 0
        : Long.compareUnsigned(counter.key(a, addressPart + 1), counter.key(b, addressPart + 1))
            < 0;
  }
}
