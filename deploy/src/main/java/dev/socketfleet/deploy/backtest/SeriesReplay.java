package dev.socketfleet.deploy.backtest;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.deploy.backtest.CsvSeries.Row;
import dev.socketfleet.streams.alert.HostAlerts;
import dev.socketfleet.streams.alert.Verdicts;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.HostSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Judges a series as if it was the count of one state at one endpoint of a host. Every row is a
 * snapshot at its own time; nothing that comes later is known when it is judged.
 */
final class SeriesReplay {

  private static final String HOST = "series";
  private static final Endpoint ENDPOINT = new Endpoint(Role.SERVER, 1);

  private final CsvSeries series;
  private final SocketState state;
  private final CountScale scale;
  private final Duration step;

  /**
   * @param step between two rows where their times do not tell
   */
  SeriesReplay(CsvSeries series, SocketState state, Duration step) {
    this.series = series;
    this.state = state;
    this.scale = CountScale.of(series.rows());
    this.step = series.stepMs().map(Duration::ofMillis).orElse(step);
  }

  /** The lowest count of a minimum in the unit of the series. */
  long minimum(double minimum) {
    return (long) Math.ceil(minimum * scale.factor());
  }

  /** Judges all rows and tells the transitions. */
  void run(RuleSet rules, Consumer<Told> listener) {
    HostAlerts alerts = new HostAlerts();
    Verdicts verdicts = verdicts(listener);
    long seq = 0;
    for (Row row : series.rows()) {
      alerts.judge(HostSample.of(snapshot(row, seq++), row.atMs()), rules, verdicts);
    }
  }

  private Snapshot snapshot(Row row, long seq) {
    StateCounts counts = StateCounts.of(state, scale.count(row.value()));
    return new Snapshot(
        HOST,
        Map.of(),
        "",
        "backtest",
        seq,
        Instant.ofEpochMilli(row.atMs()),
        step,
        "backtest",
        true,
        List.of(),
        List.of(Group.of(Group.HOST_NETNS, ENDPOINT, Owner.NONE, counts)),
        List.of(),
        new CollectorHealth("", 0, 0, 0));
  }

  private Told told(Alert alert) {
    return new Told(
        series.name(),
        alert.updatedAt(),
        value(alert.value()),
        value(alert.baseline()),
        value(alert.threshold()),
        alert);
  }

  private OptionalDouble value(OptionalDouble count) {
    return count.isEmpty() ? count : OptionalDouble.of(scale.value(count.getAsDouble()));
  }

  private Verdicts verdicts(Consumer<Told> listener) {
    return new Verdicts() {
      @Override
      public void transition(Alert alert) {
        listener.accept(told(alert));
      }

      @Override
      public void judged(
          String netns, Endpoint endpoint, SocketState each, double baseline, double threshold) {}

      @Override
      public List<Evidence.Point> recent(String netns, Endpoint endpoint, SocketState each) {
        return List.of();
      }
    };
  }
}
