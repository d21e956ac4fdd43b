package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.streams.rule.HostRules;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes alerts of transitions during one round and passes them on. */
final class Announcer {

  private static final String RATE = "rate";

  private final HostFacts host;
  private final HostRules rules;
  private final long at;
  private final long revisionAt;
  private final Verdicts out;
  private long highestForgotten;

  /**
   * @param at time of the transitions
   * @param revisionAt the least revision of the transitions
   */
  Announcer(HostFacts host, HostRules rules, long at, long revisionAt, Verdicts out) {
    this.host = host;
    this.rules = rules;
    this.at = at;
    this.revisionAt = revisionAt;
    this.out = out;
  }

  long highestForgotten() {
    return highestForgotten;
  }

  void judged(
      String netns, Endpoint endpoint, SocketState state, double baseline, double threshold) {
    out.judged(netns, endpoint, state, baseline, threshold);
  }

  /** Takes the transitions of the host itself. */
  Lifecycle.Listener atHost() {
    return at(Place.HOST, Witness.NONE);
  }

  /** Takes the transitions at a place. */
  Lifecycle.Listener at(Place place, Witness witness) {
    return new Lifecycle.Listener() {
      @Override
      public void transition(Episode episode, AlertStatus status, Optional<ResolveReason> reason) {
        out.transition(alert(place, witness, episode, status, reason));
      }

      @Override
      public boolean isSpokenFor(Rule rule, Episode episode) {
        return rules.isSpokenFor(rule, host.labels(), episode.subject(host.name(), place));
      }

      @Override
      public void forgotten(long revision) {
        highestForgotten = Math.max(highestForgotten, revision);
      }
    };
  }

  private Alert alert(
      Place place,
      Witness witness,
      Episode episode,
      AlertStatus status,
      Optional<ResolveReason> reason) {
    AlertSubject subject = episode.subject(host.name(), place);
    String id = subject.alertId(episode.ruleId);
    long revision = episode.nextRevision(revisionAt);
    Optional<Rule> rule =
        rules
            .find(episode.ruleId)
            .filter(armed -> armed.revision().equals(episode.ruleRevision))
            .map(HostRules.Armed::rule);
    OptionalDouble baseline =
        witness.baseline(episode).stream().mapToDouble(it -> rounded(it.level())).findFirst();
    Evidence evidence = witness.evidence(episode, out);
    AlertText text =
        new AlertText(host, subject, episode, rule, baseline, evidence, witness.detail(episode));
    return new Alert(
        id,
        id + "-" + revision,
        revision,
        status,
        reason,
        episode.severity,
        new Alert.RuleReference(episode.ruleId, episode.kind, episode.ruleRevision),
        subject,
        host.labels(),
        OptionalDouble.of(number(episode, episode.value())),
        baseline,
        episode.threshold().stream().map(it -> number(episode, it)).findFirst(),
        Instant.ofEpochMilli(episode.startedAt),
        Instant.ofEpochMilli(at),
        reason.map(it -> Instant.ofEpochMilli(at)),
        text.summary(status, reason),
        text.meaning(),
        text.checks(),
        evidence);
  }

  /** A rate may be small; of sockets and seconds nobody needs more than tenths. */
  private static double number(Episode episode, double number) {
    return episode.kind.equals(RATE) && number < 10
        ? Math.round(number * 1_000) / 1_000.0
        : rounded(number);
  }

  private static double rounded(double number) {
    return Math.round(number * 10) / 10.0;
  }
}
