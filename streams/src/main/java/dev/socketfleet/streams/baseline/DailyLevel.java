package dev.socketfleet.streams.baseline;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;

/**
 * The level of a series over the day on the {@link StableScale}: one number for each two hours of
 * UTC, and a straight line from the middle of one to the middle of the next.
 *
 * <p>Follows with a bounded influence: a sample moves its two hours no further than the noise of
 * the series, however far off it is (S. Gelper, R. Fried and C. Croux, Robust Forecasting with
 * Exponential and Holt-Winters Smoothing, Journal of Forecasting 29, 2010, bound the influence on
 * each of their levels so).
 *
 * <p>What a day brings is not known before one was seen. Until then the level is one for all hours
 * and follows within the hour.
 *
 * <p>Four bytes for each two hours seen, none for a series that is zero. Not thread-safe.
 */
final class DailyLevel {

  private static final int SLOTS = 12;
  private static final long DAY_MS = 86_400_000;
  private static final long SLOT_MS = DAY_MS / SLOTS;

  /** The part of the way to what it saw that a level goes on one day. */
  private static final double DAILY_PART = 0.25;

  private static final double RATE_PER_MS = -Math.log1p(-DAILY_PART) / SLOT_MS;

  /** On the first day: all the way but 1/e in an hour, and no sample pulls by more than a part. */
  private static final double NEW_RATE_PER_MS = 1 / 3_600_000.0;

  private static final double NEW_PULL_PART = 0.3;

  private static final float[] NONE = {};

  /** Of the slots whose bit is set in {@link #seen}; without slots until one was seen. */
  private float[] levels;

  private int seen;
  private int last;

  private DailyLevel(float[] levels) {
    this.levels = levels;
  }

  /** Nothing but zero was seen yet. */
  static DailyLevel zero() {
    return new DailyLevel(NONE);
  }

  /** The same level at every hour, as if it was seen just now. */
  static DailyLevel flat(double level) {
    DailyLevel daily = zero();
    daily.see(0, level);
    return daily;
  }

  /** The first sample of a series of which nothing was known. */
  void begin(long atMs, double height) {
    if (height != StableScale.ZERO) {
      see(slot(atMs), height);
    }
  }

  /** Moves the level of this hour, which no height is below. */
  void moveBy(long atMs, double way) {
    see(slot(atMs), Math.max(StableScale.ZERO, latest() + way));
  }

  /** The level at a time, between those of two slots. */
  double at(long atMs) {
    if (seen == 0) {
      return StableScale.ZERO;
    }
    long inDay = Math.floorMod(atMs - SLOT_MS / 2, DAY_MS);
    int slot = (int) (inDay / SLOT_MS);
    double part = (double) (inDay - slot * SLOT_MS) / SLOT_MS;
    double from = level(slot);
    return from + part * (level((slot + 1) % SLOTS) - from);
  }

  /** The level of the slot that was seen last. */
  double latest() {
    return seen == 0 ? StableScale.ZERO : levels[last];
  }

  private double level(int slot) {
    return levels[isSeen(slot) ? slot : last];
  }

  private static int slot(long atMs) {
    return (int) (Math.floorMod(atMs, DAY_MS) / SLOT_MS);
  }

  private boolean isSeen(int slot) {
    return (seen & 1 << slot) != 0;
  }

  private void see(int slot, double level) {
    if (levels.length == 0) {
      levels = new float[SLOTS];
    }
    levels[slot] = (float) level;
    seen |= 1 << slot;
    last = slot;
  }

  /**
   * Takes a sample in.
   *
   * @param height of the sample
   * @param elapsedMs how long it stands for
   * @param noise by how much it may pull at most
   */
  void learn(long atMs, double height, long elapsedMs, double noise) {
    int slot = slot(atMs);
    double level = isSeen(slot) ? levels[slot] : latest();
    move(slot, level, height, noise, FadingHistogram.faded(RATE_PER_MS * elapsedMs));
  }

  /**
   * The same on the first day: the level of all hours goes to the mean of the first hour, and then
   * follows within the hour.
   *
   * @param noise by how much it may pull, if that is more than three tenths of the level
   * @param watchedMs how long the series has been watched, this sample included
   */
  void learnFirstDay(long atMs, double height, long elapsedMs, double noise, long watchedMs) {
    double most = Math.max(noise, NEW_PULL_PART * latest());
    double part = FadingHistogram.faded(NEW_RATE_PER_MS * elapsedMs);
    double share = (double) elapsedMs / Math.max(elapsedMs, watchedMs);
    move(slot(atMs), latest(), height, most, Math.max(part, share));
  }

  private void move(int slot, double level, double height, double most, double part) {
    if (seen != 0 || height != level) {
      see(slot, level + part * Math.max(-most, Math.min(most, height - level)));
    }
  }

  /** Whether it is zero all day. */
  boolean isQuiet() {
    for (int slot = 0; slot < levels.length; slot++) {
      if (isSeen(slot) && levels[slot] > StableScale.ZERO + 0.05) {
        return false;
      }
    }
    return true;
  }

  void encode(BinaryWriter out) {
    out.varint(seen);
    if (seen != 0) {
      out.octet(last);
      for (int slot = 0; slot < SLOTS; slot++) {
        if (isSeen(slot)) {
          out.fixedFloat(levels[slot]);
        }
      }
    }
  }

  static DailyLevel decode(BinaryReader in) {
    DailyLevel daily = zero();
    daily.seen = in.varint((1 << SLOTS) - 1);
    if (daily.seen != 0) {
      daily.last = in.octet() % SLOTS;
      daily.levels = new float[SLOTS];
      for (int slot = 0; slot < SLOTS; slot++) {
        if (daily.isSeen(slot)) {
          daily.levels[slot] = in.fixedFloat();
        }
      }
    }
    return daily;
  }
}
