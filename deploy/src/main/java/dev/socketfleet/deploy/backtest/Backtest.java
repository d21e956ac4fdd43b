package dev.socketfleet.deploy.backtest;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.streams.host.Arrival;
import dev.socketfleet.streams.rule.RuleSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs rules over what was recorded. Files of snapshots and partitions of a topic go through the
 * engine of streams; each CSV is a series on its own. Used by one thread; {@link Summary} tells how
 * much it was.
 */
public final class Backtest {

  /** The next line that is not blank is looked for in so many characters. */
  private static final int LOOK_AHEAD = 65_536;

  private final Settings settings;
  private final Consumer<Told> listener;
  private final SnapshotReplay recorded;
  private final SnapshotLines lines;
  private long series;
  private long rows;
  private long partitionSnapshots;
  private long notJudged;
  private long malformed;
  private long raised;
  private long resolved;

  /**
   * How to judge.
   *
   * @param rules for everything; empty for those that ship, and for one spike rule over each CSV
   * @param state that the values of a CSV are counts of
   * @param step of a CSV whose times do not tell
   * @param minimum below which no value of a CSV is a spike, in its unit
   */
  public record Settings(
      Optional<RuleSet> rules, SocketState state, Duration step, double minimum) {}

  /**
   * What was read and told.
   *
   * @param notJudged snapshots that were repeated, late or incomplete
   * @param malformed records of a topic that are no snapshots
   */
  public record Summary(
      long series,
      long rows,
      long snapshots,
      long notJudged,
      long malformed,
      long raised,
      long resolved) {}

  /**
   * @param listener takes every transition, as it happens
   */
  public Backtest(Settings settings, Consumer<Told> listener) {
    this.settings = settings;
    this.listener = listener;
    this.recorded = new SnapshotReplay(snapshotRules(), this::tell);
    this.lines = new SnapshotLines(recorded::take);
  }

  private RuleSet snapshotRules() {
    return settings.rules().orElseGet(RuleSet::defaults);
  }

  private void tell(Told told) {
    if (told.alert().status() == AlertStatus.FIRING) {
      raised++;
    } else if (told.alert().status() == AlertStatus.RESOLVED && wasRaised(told)) {
      resolved++;
    }
    listener.accept(told);
  }

  private static boolean wasRaised(Told told) {
    return told.alert().reason().map(reason -> reason != ResolveReason.NOT_CONFIRMED).orElse(true);
  }

  /**
   * Judges a file: snapshots as JSON where the first line begins with a brace, else a CSV.
   *
   * @param name of the file, for messages and as the name of a series
   * @throws CommandFailedException with line and column or field of what is wrong
   */
  public void read(String name, BufferedReader in) throws IOException {
    try {
      if (isJson(in)) {
        lines.read(name, in);
      } else {
        judge(CsvSeries.read(name, in));
      }
    } catch (MalformedInputException e) {
      throw new CommandFailedException(name + " is not UTF-8 text.", e);
    }
  }

  private static boolean isJson(BufferedReader in) throws IOException {
    in.mark(LOOK_AHEAD);
    int next = in.read();
    for (int i = 1; i < LOOK_AHEAD && Character.isWhitespace(next); i++) {
      next = in.read();
    }
    in.reset();
    return next == '{';
  }

  private void judge(CsvSeries table) {
    SeriesReplay replay = new SeriesReplay(table, settings.state(), settings.step());
    long minimum = replay.minimum(settings.minimum());
    replay.run(
        settings.rules().orElseGet(() -> SeriesRules.spike(settings.state(), minimum)), this::tell);
    series++;
    rows += table.rows().size();
  }

  /** Judges the snapshots of a topic. */
  public void read(RecordedTopic topic) {
    topic.read(
        new RecordedTopic.Partitions() {
          @Override
          public Consumer<Arrival> begin(int partition) {
            SnapshotReplay replay = new SnapshotReplay(snapshotRules(), Backtest.this::tell);
            return arrival -> {
              long before = replay.notJudged();
              replay.take(arrival);
              partitionSnapshots++;
              notJudged += replay.notJudged() - before;
            };
          }

          @Override
          public void malformed(String place, MalformedRecordException cause) {
            malformed++;
          }
        });
  }

  /** What was done so far. */
  public Summary summary() {
    return new Summary(
        series,
        rows,
        recorded.snapshots() + partitionSnapshots,
        recorded.notJudged() + notJudged,
        malformed,
        raised,
        resolved);
  }
}
