package dev.socketfleet.deploy.simulate.incident;

import java.util.ArrayList;
import java.util.List;

/** One number over one-minute windows: the minimum of each, and by how much it rose in each. */
final class Windows {

  private static final long WINDOW_MS = 60_000;

  private final List<Long> minima = new ArrayList<>();
  private final List<Long> rises = new ArrayList<>();
  private long window = Long.MIN_VALUE;
  private long minimum;
  private long last;
  private long before;

  /** Takes a snapshot in. */
  void see(long atMs, long number) {
    long now = Math.floorDiv(atMs, WINDOW_MS);
    boolean first = window == Long.MIN_VALUE;
    boolean closes = !first && now != window;
    if (closes) {
      minima.add(minimum);
      rises.add(last - before);
      before = last;
    }
    if (first) {
      before = number;
    }
    minimum = first || closes ? number : Math.min(minimum, number);
    window = now;
    last = number;
  }

  /** Whether the minima of the last closed windows rise from each to the next, above a level. */
  boolean grows(int windows, long above) {
    int from = minima.size() - windows;
    if (from < 0 || minima.get(minima.size() - 1) <= above) {
      return false;
    }
    for (int i = from + 1; i < minima.size(); i++) {
      if (minima.get(i) <= minima.get(i - 1)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it rose in each of the last closed windows. */
  boolean rose(int windows) {
    return rises.size() >= windows
        && rises.subList(rises.size() - windows, rises.size()).stream().allMatch(rise -> rise >= 1);
  }
}
