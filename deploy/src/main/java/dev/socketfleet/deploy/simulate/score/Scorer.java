package dev.socketfleet.deploy.simulate.score;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.deploy.simulate.incident.Expectation;
import dev.socketfleet.deploy.simulate.incident.IncidentKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares alerts with the truth. An alert belongs to what should be raised at its scope and, where
 * both tell, its network namespace, role and port, if its rule is about that kind and it fired
 * between the start and a while after the end.
 */
public final class Scorer {

  private static final Duration LEAST_GRACE = Duration.ofMinutes(5);
  private static final int GRACE_INTERVALS = 5;

  /** Fires all the time, to show that somebody listens. */
  private static final String WATCHDOG = "watchdog";

  private final Duration interval;
  private final Duration grace;
  private final Map<String, List<Expectation>> byScope = new HashMap<>();
  private final Map<String, List<Expectation>> byHost = new HashMap<>();
  private final List<Expectation> expectations;

  public Scorer(List<Expectation> expectations, Duration interval) {
    this.expectations = expectations;
    this.interval = interval;
    Duration some = interval.multipliedBy(GRACE_INTERVALS);
    this.grace = some.compareTo(LEAST_GRACE) > 0 ? some : LEAST_GRACE;
    for (Expectation truth : expectations) {
      byScope.computeIfAbsent(truth.scope(), it -> new ArrayList<>()).add(truth);
      truth
          .hosts()
          .forEach(host -> byHost.computeIfAbsent(host, it -> new ArrayList<>()).add(truth));
    }
  }

  /**
   * The score of a run.
   *
   * @param fired every alert that fired, by time
   */
  public Score score(List<Alert> fired) {
    List<Verdict> verdicts = new ArrayList<>();
    Map<Expectation, Alert> found = new LinkedHashMap<>();
    for (Alert alert : fired) {
      if (!alert.rule().id().startsWith(WATCHDOG)) {
        verdicts.add(verdict(alert, found));
      }
    }
    List<Score.Delay> delays = new ArrayList<>();
    found.forEach((truth, alert) -> delays.add(delay(truth, alert)));
    List<Expectation> missed =
        expectations.stream()
            .filter(truth -> truth.isRaised() && !found.containsKey(truth))
            .toList();
    return new Score(expectations, verdicts, missed, delays);
  }

  private Verdict verdict(Alert alert, Map<Expectation, Alert> found) {
    Optional<Expectation> truth =
        byScope.getOrDefault(alert.subject().scope(), List.of()).stream()
            .filter(it -> it.isRaised() && isDuring(it, alert) && isAbout(it, alert))
            .findFirst();
    if (truth.isEmpty()) {
      return new Verdict.False(alert, during(alert));
    }
    return found.putIfAbsent(truth.get(), alert) == null
        ? new Verdict.Found(alert, truth.get())
        : new Verdict.Duplicate(alert, truth.get());
  }

  private boolean isDuring(Expectation truth, Alert alert) {
    Instant at = alert.updatedAt();
    return !at.isBefore(truth.start()) && at.isBefore(truth.end().plus(grace));
  }

  private static boolean isAbout(Expectation truth, Alert alert) {
    AlertSubject subject = alert.subject();
    return truth.kind().rules().stream().anyMatch(alert.rule().id()::startsWith)
        && agree(truth.netns(), subject.netns())
        && agree(truth.endpoint(), subject.endpoint());
  }

  private static <T> boolean agree(Optional<T> wanted, Optional<T> told) {
    return wanted.isEmpty() || told.isEmpty() || wanted.equals(told);
  }

  private Optional<IncidentKind> during(Alert alert) {
    String host = alert.subject().host().orElse("");
    List<Expectation> there =
        host.isEmpty()
            ? byScope.getOrDefault(alert.subject().scope(), List.of())
            : byHost.getOrDefault(host, List.of());
    return there.stream()
        .filter(truth -> isDuring(truth, alert))
        .map(Expectation::kind)
        .findFirst();
  }

  private Score.Delay delay(Expectation truth, Alert alert) {
    Duration late = Duration.between(truth.holdsFrom().orElseThrow(), alert.updatedAt());
    double snapshots = (double) late.toMillis() / interval.toMillis();
    return new Score.Delay(truth.kind(), Math.max(0, Math.round(snapshots * 10) / 10.0));
  }
}
