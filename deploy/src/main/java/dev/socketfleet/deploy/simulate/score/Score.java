package dev.socketfleet.deploy.simulate.score;

import dev.socketfleet.deploy.simulate.incident.Expectation;
import dev.socketfleet.deploy.simulate.incident.IncidentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How alerts compare with the truth.
 *
 * @param expectations all of them
 * @param verdicts one for each alert that fired, by time
 * @param missed what should have been raised and was not
 * @param delays of what was found, in snapshots after its condition held; 0 when it was found
 *     before
 */
public record Score(
    List<Expectation> expectations,
    List<Verdict> verdicts,
    List<Expectation> missed,
    List<Delay> delays) {

  /** How long it took to find something. */
  public record Delay(IncidentKind kind, double snapshots) {}

  public Score {
    expectations = List.copyOf(expectations);
    verdicts = List.copyOf(verdicts);
    missed = List.copyOf(missed);
    delays = List.copyOf(delays);
  }

  /**
   * One kind, or alerts outside of all incidents.
   *
   * @param kind absent in the latter case
   * @param incidents that should be raised
   * @param harmless that should not
   */
  public record Row(
      Optional<IncidentKind> kind,
      long incidents,
      long harmless,
      long found,
      long missed,
      long falseAlerts,
      long duplicates,
      OptionalDouble medianDelay,
      OptionalDouble p90Delay) {}

  /** A row for each kind that happened, and one for alerts without an incident. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (IncidentKind kind : IncidentKind.values()) {
      if (expectations.stream().anyMatch(truth -> truth.kind() == kind)) {
        rows.add(row(Optional.of(kind)));
      }
    }
    rows.add(row(Optional.empty()));
    return rows;
  }

  private Row row(Optional<IncidentKind> kind) {
    List<Expectation> own =
        expectations.stream().filter(truth -> kind.equals(Optional.of(truth.kind()))).toList();
    List<Double> ownDelays =
        delays.stream()
            .filter(delay -> kind.equals(Optional.of(delay.kind())))
            .map(Delay::snapshots)
            .sorted()
            .toList();
    long raised = own.stream().filter(Expectation::isRaised).count();
    long lost = missed.stream().filter(truth -> kind.equals(Optional.of(truth.kind()))).count();
    return new Row(
        kind,
        raised,
        own.size() - raised,
        raised - lost,
        lost,
        verdicts.stream()
            .filter(it -> it instanceof Verdict.False wrong && wrong.during().equals(kind))
            .count(),
        verdicts.stream()
            .filter(
                it ->
                    it instanceof Verdict.Duplicate again
                        && kind.equals(Optional.of(again.truth().kind())))
            .count(),
        quantile(ownDelays, 0.5),
        quantile(ownDelays, 0.9));
  }

  /** Found of what should be raised; absent when nothing should. */
  public OptionalDouble recall() {
    long raised = expectations.stream().filter(Expectation::isRaised).count();
    return raised == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (raised - missed.size()) / raised);
  }

  /** Alerts that found something, of all; absent when none fired. */
  public OptionalDouble precision() {
    long found = verdicts.stream().filter(it -> it instanceof Verdict.Found).count();
    return verdicts.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) found / verdicts.size());
  }

  /** Over all kinds, in snapshots. */
  public OptionalDouble medianDelay() {
    return quantile(delays.stream().map(Delay::snapshots).sorted().toList(), 0.5);
  }

  /** Over all kinds, in snapshots. */
  public OptionalDouble p90Delay() {
    return quantile(delays.stream().map(Delay::snapshots).sorted().toList(), 0.9);
  }

  /** The least number that so many are not above. */
  private static OptionalDouble quantile(List<Double> ascending, double part) {
    if (ascending.isEmpty()) {
      return OptionalDouble.empty();
    }
    int rank = (int) Math.ceil(part * ascending.size()) - 1;
    return OptionalDouble.of(ascending.get(Math.max(0, rank)));
  }
}
