package dev.socketfleet.deploy.simulate.score;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.deploy.simulate.incident.Expectation;
import dev.socketfleet.deploy.simulate.incident.IncidentKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares alerts with the truth. An alert belongs to what should be raised if its rule is about
 * that kind, it fired between the start and a while after the end, and it is about the same place:
 * the same scope and, where both tell, network namespace, role and port. An alert about many hosts
 * may name a host instead of being about it, and both ends of a connection at once.
 *
 * <p>An alert that is told again while it fires is still the same; it may name more hosts then.
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
    Map<String, Instant> told = new HashMap<>();
    for (Alert alert : fired) {
      if (alert.rule().id().startsWith(WATCHDOG)) {
        continue;
      }
      Verdict verdict = verdict(alert, found);
      if (!alert.startedAt().equals(told.put(alert.id(), alert.startedAt()))) {
        verdicts.add(verdict);
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
    List<Expectation> truths = truths(alert);
    if (truths.isEmpty()) {
      return new Verdict.False(alert, during(alert));
    }
    List<Expectation> first = new ArrayList<>(truths);
    first.removeIf(truth -> found.putIfAbsent(truth, alert) != null);
    return first.isEmpty()
        ? new Verdict.Duplicate(alert, truths.get(0))
        : new Verdict.Found(alert, first.get(0));
  }

  private List<Expectation> truths(Alert alert) {
    Set<Expectation> near = new LinkedHashSet<>();
    near.addAll(byScope.getOrDefault(alert.subject().scope(), List.of()));
    boolean ofMany = alert.subject().host().isEmpty();
    if (ofMany) {
      alert
          .evidence()
          .hosts()
          .forEach(named -> near.addAll(byHost.getOrDefault(named.host(), List.of())));
    }
    return near.stream()
        .filter(it -> it.isRaised() && isDuring(it, alert) && isAbout(it, alert))
        .limit(ofMany ? Long.MAX_VALUE : 1)
        .toList();
  }

  private boolean isDuring(Expectation truth, Alert alert) {
    Instant at = alert.updatedAt();
    return !at.isBefore(truth.start()) && at.isBefore(truth.end().plus(grace));
  }

  private static boolean isAbout(Expectation truth, Alert alert) {
    AlertSubject subject = alert.subject();
    return truth.kind().rules().stream().anyMatch(alert.rule().id()::startsWith)
        && agree(truth.netns(), subject.netns())
        && (agree(truth.endpoint(), subject.endpoint()) || isOtherEnd(truth, subject));
  }

  private static boolean isOtherEnd(Expectation truth, AlertSubject subject) {
    return subject.host().isEmpty()
        && truth.endpoint().map(Endpoint::port).equals(subject.endpoint().map(Endpoint::port));
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
