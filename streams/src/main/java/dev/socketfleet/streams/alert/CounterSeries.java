package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.CounterRise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * By how much the counters of one rule rose, per one-minute window of event time. Mutable, owned by
 * the host's thread.
 */
final class CounterSeries implements CounterRise {

  static final long WINDOW_MS = 60_000;

  private static final int MAX_TEXT_BYTES = 4_096;
  private static final int MAX_WINDOWS = 60;

  /** A gap of more snapshots than this ends the row of windows. */
  private static final long INTERVALS_IN_A_ROW = 3;

  final String ruleId;
  private long windowStart;
  private long net;
  private long gross;
  private long latest;
  private double seconds = WINDOW_MS / 1_000.0;

  /** Net and gross of the closed windows in a row, youngest first. */
  private final List<long[]> closed = new ArrayList<>(2);

  CounterSeries(String ruleId, long at) {
    this.ruleId = ruleId;
    this.windowStart = startOf(at);
  }

  private static long startOf(long at) {
    return Math.floorDiv(at, WINDOW_MS) * WINDOW_MS;
  }

  /**
   * Goes on to a snapshot.
   *
   * @param rises of the counters since the snapshot before; those that cannot be told are absent
   */
  void observe(Condition.Rate rule, long at, long intervalMs, Map<String, Long> rises) {
    seconds = Math.max(WINDOW_MS, intervalMs) / 1_000.0;
    long start = startOf(at);
    if (start != windowStart) {
      if (start - windowStart > WINDOW_MS + INTERVALS_IN_A_ROW * intervalMs) {
        closed.clear();
      } else {
        closed.add(0, new long[] {net, gross});
        while (closed.size() > rule.windows()) {
          closed.remove(closed.size() - 1);
        }
      }
      windowStart = start;
      net = 0;
      gross = 0;
    }
    long more = sum(rule.counters(), rises);
    latest = more - sum(rule.minus(), rises);
    gross += more;
    net += latest;
  }

  private static long sum(List<String> counters, Map<String, Long> rises) {
    long sum = 0;
    for (String counter : counters) {
      sum += rises.getOrDefault(counter, 0L);
    }
    return sum;
  }

  @Override
  public long net() {
    return net;
  }

  @Override
  public long gross() {
    return gross;
  }

  @Override
  public long latest() {
    return latest;
  }

  @Override
  public int closed() {
    return closed.size();
  }

  @Override
  public long netBack(int back) {
    return closed.get(back)[0];
  }

  @Override
  public long grossBack(int back) {
    return closed.get(back)[1];
  }

  @Override
  public double seconds() {
    return seconds;
  }

  void encode(BinaryWriter out) {
    out.text(ruleId);
    out.zigzag(windowStart);
    out.zigzag(net);
    out.varint(gross);
    out.varint(closed.size());
    for (long[] window : closed) {
      out.zigzag(window[0]);
      out.varint(window[1]);
    }
  }

  static CounterSeries decode(BinaryReader in) {
    CounterSeries series = new CounterSeries(in.text(MAX_TEXT_BYTES), 0);
    series.windowStart = in.zigzag();
    series.net = in.zigzag();
    series.gross = in.varint();
    for (int left = in.varint(MAX_WINDOWS); left > 0; left--) {
      series.closed.add(new long[] {in.zigzag(), in.varint()});
    }
    return series;
  }
}
