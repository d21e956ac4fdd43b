package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.model.rule.Selector;
import dev.socketfleet.common.states.Guidance;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.streams.rule.FleetCause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The words of alerts about what hosts have in common. */
final class FleetText {

  private static final StateDictionary DICTIONARY = StateDictionary.load();

  private FleetText() {}

  /** The labels that all hosts of the scope have. */
  static Map<String, String> labels(FleetScope scope) {
    String text = scope.text();
    int equals = text.indexOf('=');
    return text.startsWith(Selector.LABEL) && equals > 0
        ? Map.of(text.substring(Selector.LABEL.length(), equals), text.substring(equals + 1))
        : Map.of();
  }

  /**
   * One transition.
   *
   * @param rule absent when it is gone or another by now
   * @param spread absent when nothing is left of it
   */
  static Alert alert(
      FleetScope scope,
      FleetEpisode episode,
      Optional<Rule> rule,
      Optional<Spread> spread,
      AlertStatus status,
      Optional<ResolveReason> reason,
      long nowMs) {
    AlertSubject subject = episode.key.subject(scope);
    String id = subject.alertId(episode.ruleId);
    Guidance guidance = guidance(episode.key);
    return new Alert(
        id,
        id + "-" + episode.revision,
        episode.revision,
        status,
        reason,
        episode.severity,
        new Alert.RuleReference(episode.ruleId, episode.kind, episode.ruleRevision),
        subject,
        labels(scope),
        OptionalDouble.of(episode.value),
        OptionalDouble.empty(),
        OptionalDouble.of(episode.threshold),
        Instant.ofEpochMilli(episode.startedAtMs),
        Instant.ofEpochMilli(nowMs),
        reason.map(it -> Instant.ofEpochMilli(nowMs)),
        summary(scope, episode, rule, spread, reason),
        guidance.meaning(),
        checks(guidance, episode.key.endpoint(), spread),
        spread.map(Spread::evidence).orElse(Evidence.NONE));
  }

  /** The end of an alert that nobody knows of any more. */
  static Alert disowned(FleetCause cause, long nowMs, ResolveReason reason) {
    AlertSubject subject =
        new AlertSubject(
            cause.scope(),
            Optional.empty(),
            Optional.empty(),
            cause.endpoint(),
            cause.state(),
            cause.peer());
    long revision = Math.max(cause.revision() + 1, nowMs);
    return new Alert(
        cause.alertId(),
        cause.alertId() + "-" + revision,
        revision,
        AlertStatus.RESOLVED,
        Optional.of(reason),
        Severity.INFO,
        new Alert.RuleReference(cause.ruleId(), "", ""),
        subject,
        Map.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Instant.ofEpochMilli(nowMs),
        Instant.ofEpochMilli(nowMs),
        Optional.of(Instant.ofEpochMilli(nowMs)),
        cause.scope() + ": nobody judges this alert any more, it is judged anew",
        "",
        List.of(),
        Evidence.NONE);
  }

  private static Guidance guidance(Spread.Key key) {
    if (key.endpoint().isEmpty()) {
      return DICTIONARY.subject("host").guidance();
    }
    return key.state()
        .map(it -> DICTIONARY.entry(it).guidance())
        .orElseGet(() -> DICTIONARY.subject("listen_queue").guidance());
  }

  private static List<String> checks(
      Guidance guidance, Optional<Endpoint> endpoint, Optional<Spread> spread) {
    String host =
        spread
            .flatMap(it -> it.evidence().hosts().stream().findFirst())
            .map(Evidence.HostCount::host)
            .orElse("");
    return endpoint
        .map(it -> guidance.checkLines("", it))
        .orElseGet(() -> host.isEmpty() ? List.of() : guidance.checkLines("", host));
  }

  private static String summary(
      FleetScope scope,
      FleetEpisode episode,
      Optional<Rule> rule,
      Optional<Spread> spread,
      Optional<ResolveReason> reason) {
    Optional<String> template = rule.flatMap(Rule::summary);
    if (template.isPresent() && reason.isEmpty()) {
      return filled(template.get(), scope, episode);
    }
    String where = scope.text() + side(episode.key) + ": ";
    if (reason.isPresent()) {
      return where + over(episode, reason.get());
    }
    return where + spread.map(Spread::sentence).orElse("");
  }

  private static String side(Spread.Key key) {
    String state = key.state().map(it -> " " + it.wireName()).orElse("");
    return key.endpoint()
        .map(
            it ->
                (it.role() == Role.SERVER ? " server port " : " client of port ")
                    + it.port()
                    + state)
        .orElse("");
  }

  private static String over(FleetEpisode episode, ResolveReason reason) {
    return switch (reason) {
      case CLEARED -> "over";
      case NOT_CONFIRMED -> "did not last";
      case RULE_CHANGED -> "rule " + episode.ruleId + " was changed, judged anew";
      case RULE_REMOVED -> "rule " + episode.ruleId + " was removed";
      case HOST_RETIRED -> "the hosts were retired";
    };
  }

  private static String filled(String template, FleetScope scope, FleetEpisode episode) {
    return template
        .replace("{host}", scope.text())
        .replace("{netns}", "")
        .replace("{role}", episode.key.endpoint().map(it -> it.role().wireName()).orElse(""))
        .replace("{port}", episode.key.endpoint().map(it -> Integer.toString(it.port())).orElse(""))
        .replace("{peer}", Quoted.of(episode.key.peer()))
        .replace("{state}", episode.key.state().map(SocketState::wireName).orElse(""))
        .replace("{value}", Long.toString(Math.round(episode.value)))
        .replace("{baseline}", "unknown")
        .replace("{threshold}", Long.toString(Math.round(episode.threshold)))
        .replace("{owner}", "nobody");
  }
}
