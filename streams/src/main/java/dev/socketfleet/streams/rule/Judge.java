package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Condition.Whole;
import dev.socketfleet.streams.baseline.Baseline;
import dev.socketfleet.streams.baseline.RisingMinimum;
import java.util.OptionalDouble;

/**
 * Applies conditions to observations. What began at one level ends at a lower one, so each
 * judgement takes whether the alert is firing.
 */
public final class Judge {

  /** A spike is over below this part of the way from the level to where it began. */
  private static final double SPIKE_CLEAR_PART = 0.7;

  private Judge() {}

  /**
   * Judges one endpoint.
   *
   * @param firing whether an alert of this condition fires: then its clear level counts
   */
  public static Finding endpoint(Condition condition, Observation seen, boolean firing) {
    if (condition instanceof Condition.Threshold threshold) {
      return threshold(threshold, seen, firing);
    }
    if (condition instanceof Condition.Ratio ratio) {
      return ratio(ratio, seen, firing);
    }
    if (condition instanceof Condition.Spike spike) {
      return spike(spike, seen, firing);
    }
    if (condition instanceof Condition.Growth growth) {
      return growth(growth, seen, firing);
    }
    return new Finding.Unknown();
  }

  /** Judges the silence of a host. */
  public static Finding silence(Condition.Absent absent, long silentMs, long intervalMs) {
    long limitMs = silenceLimitMs(absent, intervalMs);
    return Finding.of(silentMs >= limitMs, silentMs / 1000.0, limitMs / 1000.0);
  }

  /** How long a host has to be silent. */
  public static long silenceLimitMs(Condition.Absent absent, long intervalMs) {
    return Math.max(absent.intervals() * intervalMs, absent.atLeast().toMillis());
  }

  /** Judges a measure of a host's reports. */
  public static Finding report(Condition.HostThreshold rule, long value, boolean firing) {
    boolean holds = value >= (firing ? rule.clearBelow() : rule.atLeast());
    return Finding.of(holds, (double) value, (double) rule.atLeast());
  }

  /**
   * Judges the sockets to one remote address.
   *
   * @param known how many are known to go there
   * @param possible how many more may, of which it is not told where they go
   */
  public static Finding peer(Condition.Threshold rule, long known, long possible, boolean firing) {
    long level = firing ? rule.clearBelow() : rule.atLeast();
    if (known < level && known + possible >= level) {
      return new Finding.Unknown();
    }
    return Finding.of(known >= level, (double) known, (double) rule.atLeast());
  }

  /**
   * Judges the use of the ephemeral port range.
   *
   * @param range how many ports it has; below 1 where it is not known
   */
  public static Finding exhaustion(
      Condition.Exhaustion rule, long used, long range, boolean firing) {
    if (range < 1) {
      return new Finding.Unknown();
    }
    double begin = range * rule.atLeast();
    boolean holds = used >= (firing ? range * rule.clearBelow() : begin);
    return Finding.of(holds, (double) used, begin);
  }

  /**
   * Judges a listener that is not there.
   *
   * @param seenMs how long it listened before
   * @param goneMs how long nobody has listened
   */
  public static Finding gone(Condition.ListenerGone rule, long seenMs, long goneMs) {
    boolean holds = seenMs >= rule.seenFor().toMillis() && goneMs < rule.giveUpAfter().toMillis();
    return new Finding.Measured(holds, goneMs / 1000.0, OptionalDouble.empty());
  }

  /**
   * Judges how fast counters rise. It begins only while they do: the end of a window that rose
   * enough is no new sign of trouble.
   */
  public static Finding rate(Condition.Rate rule, CounterRise rise, boolean firing) {
    int row = 0;
    while (row < rise.closed() && passes(rule, rise.netBack(row), rise.grossBack(row), rise)) {
      row++;
    }
    boolean open = passes(rule, rise.net(), rise.gross(), rise);
    double last = rise.closed() > 0 ? (double) rise.netBack(0) : 0;
    double value = Math.max(0, Math.max((double) rise.net(), last)) / rise.seconds();
    if (firing) {
      return Finding.of(open || row > 0, value, rule.above());
    }
    boolean holds = row + (open ? 1 : 0) >= rule.windows();
    return holds && rise.latest() <= 0
        ? new Finding.Unknown()
        : Finding.of(holds, value, rule.above());
  }

  private static boolean passes(Condition.Rate rule, long net, long gross, CounterRise rise) {
    return net / rise.seconds() > rule.above() && net >= gross * rule.share();
  }

  private static Finding threshold(Condition.Threshold rule, Observation seen, boolean firing) {
    boolean enough = seen.count() >= (firing ? rule.clearBelow() : rule.atLeast());
    boolean old =
        rule.olderThan().isEmpty()
            || seen.oldestMs().orElse(-1) > rule.olderThan().get().toMillis();
    return Finding.of(enough && old, (double) seen.count(), (double) rule.atLeast());
  }

  private static Finding ratio(Condition.Ratio rule, Observation seen, boolean firing) {
    double part =
        switch (rule.of()) {
          case COUNT -> (double) seen.count();
          case LISTEN_QUEUED -> (double) seen.listen().map(it -> it.fullest().queued()).orElse(0L);
        };
    OptionalDouble whole = whole(rule.to(), seen);
    if (part == 0) {
      return new Finding.Measured(false, part, scaled(whole, rule.atLeast()));
    }
    if (whole.isEmpty()) {
      return new Finding.Unknown();
    }
    double level = whole.getAsDouble() * (firing ? rule.clearBelow() : rule.atLeast());
    double begin = Math.max(whole.getAsDouble() * rule.atLeast(), (double) rule.minimum());
    boolean holds = part >= (firing ? level : Math.max(level, begin));
    return Finding.of(holds, part, begin);
  }

  private static OptionalDouble scaled(OptionalDouble whole, double factor) {
    return whole.isEmpty() ? whole : OptionalDouble.of(whole.getAsDouble() * factor);
  }

  private static OptionalDouble whole(Whole whole, Observation seen) {
    if (whole instanceof Whole.Count count) {
      long sockets = seen.counts().count(count.state());
      return sockets == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sockets);
    }
    long limit = seen.listen().map(it -> it.fullest().limit()).orElse(ListenQueue.UNKNOWN);
    if (whole instanceof Whole.SynCap && seen.listen().isPresent()) {
      limit = synCap(limit, seen.limits());
    }
    return limit < 0 ? OptionalDouble.empty() : OptionalDouble.of((double) Math.max(1, limit));
  }

  /**
   * How many half-open connections a listener holds before Linux drops or answers with cookies: as
   * many as its backlog, and without cookies no more than 3/4 of tcp_max_syn_backlog
   * (tcp_conn_request in net/ipv4/tcp_input.c). What is not told does not limit.
   */
  private static long synCap(long listenLimit, KernelLimits limits) {
    long cap = listenLimit >= 0 ? listenLimit : limits.somaxconn();
    if (limits.syncookies() == 0 && limits.synBacklog() >= 0) {
      long share = limits.synBacklog() * 3 / 4;
      cap = cap < 0 ? share : Math.min(cap, share);
    }
    return cap;
  }

  private static Finding spike(Condition.Spike rule, Observation seen, boolean firing) {
    if (!seen.baselineKnown() || seen.baseline().map(Baseline::isEmpty).orElse(true)) {
      return new Finding.Unknown();
    }
    Baseline baseline = seen.baseline().get();
    double begin = Math.max((double) rule.minimum(), baseline.above(rule.sensitivity()));
    double end =
        Math.max(rule.minimum() / 2.0, baseline.above(SPIKE_CLEAR_PART * rule.sensitivity()));
    boolean holds = seen.count() >= (firing ? end : begin);
    return Finding.of(holds, (double) seen.count(), begin);
  }

  private static Finding growth(Condition.Growth rule, Observation seen, boolean firing) {
    if (seen.minima().isEmpty()) {
      return new Finding.Unknown();
    }
    RisingMinimum minima = seen.minima().get();
    boolean more = seen.count() > rule.above();
    boolean grows =
        firing
            ? minima.isHigher(rule.windows())
            : minima.last() > rule.above() && minima.isRising(rule.windows());
    return new Finding.Measured(more && grows, (double) seen.count(), OptionalDouble.empty());
  }
}
