package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.streams.rule.HostRules;
import dev.socketfleet.streams.window.HostSample;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Makes alerts of transitions during one round and passes them on. */
final class Announcer {

  private final HostFacts host;
  private final HostRules rules;
  private final @Nullable HostSample sample;
  private final long at;
  private final long revisionAt;
  private final Verdicts out;
  private long highestForgotten;

  /**
   * @param sample null when there is no snapshot behind the round
   * @param at time of the transitions
   * @param revisionAt the least revision of the transitions
   */
  Announcer(
      HostFacts host,
      HostRules rules,
      @Nullable HostSample sample,
      long at,
      long revisionAt,
      Verdicts out) {
    this.host = host;
    this.rules = rules;
    this.sample = sample;
    this.at = at;
    this.revisionAt = revisionAt;
    this.out = out;
  }

  long highestForgotten() {
    return highestForgotten;
  }

  void judged(Place place, SocketState state, double baseline, double threshold) {
    out.judged(place.netns(), place.endpoint(), state, baseline, threshold);
  }

  /** Takes the transitions at a place. */
  Lifecycle.Listener at(Spot spot) {
    return listener(spot);
  }

  /** Takes the transitions of the host itself. */
  Lifecycle.Listener atHost() {
    return listener(null);
  }

  private Lifecycle.Listener listener(@Nullable Spot spot) {
    return new Lifecycle.Listener() {
      @Override
      public void transition(Episode episode, AlertStatus status, Optional<ResolveReason> reason) {
        out.transition(alert(spot, episode, status, reason));
      }

      @Override
      public boolean isSpokenFor(Rule rule, Episode episode) {
        return rules.isSpokenFor(
            rule, Optional.ofNullable(spot).map(it -> it.place.endpoint()), episode.states.only());
      }

      @Override
      public void forgotten(long revision) {
        highestForgotten = Math.max(highestForgotten, revision);
      }
    };
  }

  private Alert alert(
      @Nullable Spot spot, Episode episode, AlertStatus status, Optional<ResolveReason> reason) {
    AlertSubject subject = episode.subject(host.name(), spot == null ? null : spot.place);
    String id = subject.alertId(episode.ruleId);
    long revision = episode.nextRevision(revisionAt);
    Optional<Rule> rule =
        rules
            .find(episode.ruleId)
            .filter(armed -> armed.revision().equals(episode.ruleRevision))
            .map(HostRules.Armed::rule);
    Optional<Series> series = spot == null ? Optional.empty() : spot.seriesOf(episode);
    OptionalDouble baseline =
        series.map(Series::baseline).filter(it -> !it.isEmpty()).stream()
            .mapToDouble(it -> tenths(it.level()))
            .findFirst();
    Evidence evidence =
        spot == null ? Evidence.NONE : EvidenceOf.alert(spot, episode, series, sample, out);
    AlertText text = new AlertText(host, subject, episode, rule, baseline, evidence);
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
        OptionalDouble.of(tenths(episode.value())),
        baseline,
        episode.threshold().stream().map(Announcer::tenths).findFirst(),
        Instant.ofEpochMilli(episode.startedAt),
        Instant.ofEpochMilli(at),
        reason.map(it -> Instant.ofEpochMilli(at)),
        text.summary(status, reason),
        text.meaning(),
        text.checks(),
        evidence);
  }

  /** Nobody needs more of a number of sockets or seconds. */
  private static double tenths(double number) {
    return Math.round(number * 10) / 10.0;
  }
}
