package dev.socketfleet.streams.baseline;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;

/**
 * What one count is used to at each time of the day, and from where it is unusual; learned as it
 * comes, by the event time of the samples.
 *
 * <ul>
 *   <li>The level follows the day, see {@link DailyLevel}.
 *   <li>The spread comes from a histogram of the distances from that level over about a week: from
 *       their median and their 99.5th percentile. What decides is for how long a distance was seen
 *       and never how high it was: no incident of minutes moves either, while bursts that belong to
 *       the day widen the spread. All is measured on the {@link StableScale}, on which the noise of
 *       a count is 1.
 *   <li>What was unusual weighs a seventh. Instead, each time that the count becomes unusual the
 *       series is taken for a little more unruly than its histogram tells, and that fades with the
 *       same memory: how far to go beyond what was seen is learned from how often that was wrong
 *       (the idea of I. Gibbs and E. Candes, Adaptive Conformal Inference Under Distribution Shift,
 *       NeurIPS 2021; here in one direction only, so that quiet series never become nervous).
 * </ul>
 *
 * <p>State is 9 bytes for a series that is zero, about 60 for a steady and 120 for a lively one.
 * Not thread-safe.
 */
public final class Baseline {

  /** After this time without being seen, a distance weighs 1/e. */
  private static final double MEMORY_MS = 7 * 86_400_000.0;

  private static final long DAY_MS = 86_400_000;

  /** All weights together, once the series has been known for much longer than the memory. */
  private static final float FULL = 1;

  /** What the warm-up saw stands for a day and a half, so that minutes cannot outweigh it. */
  private static final float SETTLED = 0.2f;

  /** How long a distance has to be seen, as a part of all time, to be the peak: 7 minutes a day. */
  private static final double PEAK_PART = 0.005;

  /**
   * How many spreads the peak is above the median: the usual sensitivity of 3.8 begins an eighth
   * above it.
   */
  private static final double PEAK_SPREADS = 3.4;

  /** So that 3.8 spreads are more than 5 times the noise of a count that nothing else disturbs. */
  private static final double LEAST_SPREAD = 1.45;

  /** Beyond this many spreads a sample is unusual, whatever the rules say. */
  private static final double UNUSUAL_SPREADS = 3.8;

  private static final double UNUSUAL_WEIGHT = 0.15;

  /** On the first day a spike has to be 1.75 times the level: load may grow by less in an hour. */
  private static final double NEW_PART = Math.sqrt(1.75) - 1;

  /** By which part each time of being unusual widens the spread, at most so many of them. */
  private static final double WIDER = 0.2;

  private static final float MOST_TIMES = 4;

  /** Within this time all unusual samples are one time of being unusual. */
  private static final long SAME_TIME_MS = 6 * 3_600_000;

  /** By how many spreads a sample may pull the level. */
  private static final double PULL_SPREADS = 0.6;

  /** Fewer than this are none: after 16 days without another. */
  private static final float FORGOTTEN_TIMES = 0.1f;

  /** Two forms of the second version, told where the first, a histogram alone, has its size. */
  private static final int NEVER_UNUSUAL = 302;

  private static final int UNUSUAL_BEFORE = 303;

  private final DailyLevel daily;
  private final FadingHistogram distances;

  /** How often it was unusual, fading; and when last counted, in event time. */
  private float times;

  private long unusualAt;

  /** Of the time that was asked for last, on the stable scale. */
  private double expected;

  private long atMs;
  private long watchedMs = DAY_MS;
  private boolean measured;
  private double median;
  private double spread;

  private Baseline(DailyLevel daily, FadingHistogram distances) {
    this.daily = daily;
    this.distances = distances;
    this.expected = daily.latest();
  }

  /** A series of which nothing is known yet. */
  public static Baseline unknown() {
    return new Baseline(DailyLevel.zero(), FadingHistogram.empty());
  }

  /** A series that is known to have been zero. */
  public static Baseline zero() {
    return new Baseline(DailyLevel.zero(), FadingHistogram.ofZeros(FULL));
  }

  static Baseline of(DailyLevel daily, FadingHistogram distances) {
    return new Baseline(daily, distances);
  }

  /**
   * Turns to the time of the next sample: what {@link #level} and {@link #above} tell is about it.
   *
   * @param eventMs event time, milliseconds since the epoch
   * @param watchedForMs how long the series has been watched until then
   */
  public void turnTo(long eventMs, long watchedForMs) {
    atMs = eventMs;
    watchedMs = watchedForMs;
    expected = isNew() ? daily.latest() : daily.at(eventMs);
  }

  /** Whether not all of a day was seen. */
  private boolean isNew() {
    return watchedMs < DAY_MS;
  }

  /**
   * Takes in the sample of the time that it was turned to.
   *
   * @param count sockets, at least 0
   * @param elapsedMs since the sample before: how long it stands for
   * @param known whether the warm-up is over
   */
  public void learn(long count, long elapsedMs, boolean known) {
    double height = StableScale.of((double) count);
    long standsForMs = Math.max(1, elapsedMs);
    if (distances.isEmpty()) {
      daily.begin(atMs, height);
      expected = height;
    }
    if (known) {
      settle();
    }
    boolean unusual = known && height > heightAbove(UNUSUAL_SPREADS);
    double noise = PULL_SPREADS * spread();
    float share = (float) FadingHistogram.faded(standsForMs / MEMORY_MS);
    float kept = 1 - share;
    times = times < FORGOTTEN_TIMES ? 0 : times * kept;
    if (unusual) {
      noteUnusual();
    }
    distances.fade(kept);
    distances.add(height - expected, unusual ? (float) (share * UNUSUAL_WEIGHT) : share);
    if (isNew()) {
      double most = known ? noise : Double.MAX_VALUE;
      daily.learnFirstDay(atMs, height, standsForMs, most, watchedMs);
    } else {
      daily.learn(atMs, height, standsForMs, noise);
    }
    measured = false;
  }

  private void noteUnusual() {
    if (times == 0 || atMs - unusualAt > SAME_TIME_MS) {
      times = Math.min(MOST_TIMES, times + 1);
      unusualAt = atMs;
    }
  }

  /** The warm-up is over: its distances are from a level that was still on its way to them. */
  private void settle() {
    float total = distances.total();
    if (total > 0 && total < SETTLED * 0.99f) {
      distances.fade(SETTLED / total);
      double middle = median();
      if (middle != 0) {
        distances.moveBy(-middle);
        daily.moveBy(atMs, middle);
        expected += middle;
      }
      measured = false;
    }
  }

  /** Whether no sample was taken in yet. */
  public boolean isEmpty() {
    return distances.isEmpty();
  }

  /** The usual count at the time that it was turned to; 0 while empty. */
  public double level() {
    measure();
    return StableScale.count(expected + median);
  }

  /**
   * The count that many spreads above the level.
   *
   * @param spreads 3.8 is an eighth above what is exceeded for seven minutes a day
   */
  public double above(double spreads) {
    return StableScale.count(heightAbove(spreads));
  }

  private double heightAbove(double spreads) {
    double away = spreads * spread() * (1 + WIDER * times);
    if (isNew()) {
      away = Math.max(away, spreads / UNUSUAL_SPREADS * NEW_PART * expected);
    }
    return expected + median() + away;
  }

  private double median() {
    measure();
    return median;
  }

  private double spread() {
    measure();
    return spread;
  }

  private void measure() {
    if (!measured) {
      double total = distances.total();
      median = distances.exceededFor(total / 2);
      double peak = distances.exceededFor(total * PEAK_PART);
      spread = Math.max(LEAST_SPREAD, (peak - median) / PEAK_SPREADS);
      measured = true;
    }
  }

  /**
   * Whether a new one that is zero would say nearly the same: that it was unusual once does not
   * count.
   */
  public boolean isQuiet() {
    return times <= 1 && daily.isQuiet() && distances.isQuiet();
  }

  /** Appends 9 bytes for a quiet series, at most 64 and 5 for each bucket for another one. */
  public void encode(BinaryWriter out) {
    out.varint(times > 0 ? UNUSUAL_BEFORE : NEVER_UNUSUAL);
    distances.encode(out);
    daily.encode(out);
    if (times > 0) {
      out.fixedFloat(times);
      out.zigzag(unusualAt);
    }
  }

  /** What {@link #encode} wrote, or its first version, whose level is taken for all hours. */
  public static Baseline decode(BinaryReader in) {
    int form = in.varint(UNUSUAL_BEFORE);
    if (form < NEVER_UNUSUAL) {
      return FirstVersion.decode(in, form);
    }
    FadingHistogram distances = FadingHistogram.decode(in);
    Baseline baseline = new Baseline(DailyLevel.decode(in), distances);
    if (form == UNUSUAL_BEFORE) {
      baseline.times = in.fixedFloat();
      baseline.unusualAt = in.zigzag();
    }
    return baseline;
  }
}
