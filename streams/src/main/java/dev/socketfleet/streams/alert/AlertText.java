package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.states.Guidance;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The words of an alert. Names that a host chose (netns, owner, process) are made printable.
 *
 * @param rule absent when it is gone or another by now
 */
record AlertText(
    HostFacts host,
    AlertSubject subject,
    Episode episode,
    Optional<Rule> rule,
    OptionalDouble baseline,
    Evidence evidence) {

  String meaning() {
    return guidance().meaning();
  }

  List<String> checks() {
    return subject
        .endpoint()
        .map(endpoint -> guidance().checkLines(host.os(), endpoint))
        .orElseGet(() -> guidance().checkLines(host.os(), host.name()));
  }

  private Guidance guidance() {
    return subject.endpoint().isPresent() ? Lore.endpoint(episode.states) : Lore.host();
  }

  /** One sentence with the numbers. */
  String summary(AlertStatus status, Optional<ResolveReason> reason) {
    Optional<String> template = rule.flatMap(Rule::summary);
    if (template.isPresent() && status != AlertStatus.RESOLVED) {
      return filled(template.get());
    }
    return where() + ": " + reason.map(this::over).orElseGet(this::what);
  }

  private String where() {
    if (subject.endpoint().isEmpty()) {
      return host.name();
    }
    Endpoint endpoint = subject.endpoint().get();
    String side =
        endpoint.role() == Role.SERVER
            ? "server port " + endpoint.port()
            : "client of port " + endpoint.port();
    String netns = subject.netns().orElse(Group.HOST_NETNS);
    return netns.equals(Group.HOST_NETNS)
        ? host.name() + " " + side
        : host.name() + " netns " + Quoted.of(netns) + " " + side;
  }

  private String what() {
    if (subject.endpoint().isEmpty()) {
      return "no snapshot for %s s, alarm at %s s".formatted(value(), threshold());
    }
    return counted() + detail() + usual() + alarm() + owner();
  }

  private String counted() {
    return episode.states.bits() == 0
        ? value() + " connections wait in the fullest accept queue"
        : value() + " sockets in " + states();
  }

  private String detail() {
    Optional<Condition> condition = rule.map(Rule::condition);
    if (condition.isPresent() && condition.get() instanceof Condition.Growth growth) {
      return ", more in each of %d minutes".formatted(growth.windows());
    }
    if (condition.isPresent()
        && condition.get() instanceof Condition.Threshold threshold
        && threshold.olderThan().isPresent()) {
      return ", the oldest for more than %d s".formatted(threshold.olderThan().get().toSeconds());
    }
    return "";
  }

  private String usual() {
    return baseline.isEmpty() ? "" : ", usually " + number(baseline.getAsDouble());
  }

  private String alarm() {
    return episode.threshold().isEmpty() ? "" : ", alarm at " + threshold();
  }

  private String owner() {
    return evidence.owners().isEmpty() || evidence.owners().get(0).owner().equals(Owner.NONE)
        ? ""
        : ", held by " + named(evidence.owners().get(0));
  }

  private static String named(Evidence.OwnerCount owner) {
    String name = owner.owner().toString();
    return owner.process().map(process -> name + " (" + named(process) + ")").orElse(name);
  }

  private static String named(OwnerProcess process) {
    return process.name().isEmpty()
        ? "pid " + process.pid()
        : Quoted.of(process.name()) + ", pid " + process.pid();
  }

  private String over(ResolveReason reason) {
    return switch (reason) {
      case CLEARED -> "over, now " + now();
      case NOT_CONFIRMED -> "did not last, now " + now();
      case RULE_CHANGED -> "rule " + episode.ruleId + " was changed, judged anew";
      case RULE_REMOVED -> "rule " + episode.ruleId + " was removed";
      case HOST_RETIRED -> "the host was retired";
    };
  }

  private String now() {
    return subject.endpoint().isEmpty() ? "snapshots arrive again" : counted() + alarm();
  }

  private String states() {
    return episode.states.states().stream()
        .map(SocketState::wireName)
        .collect(Collectors.joining("+"));
  }

  private String value() {
    return number(episode.value());
  }

  private String threshold() {
    return episode.threshold().stream().mapToObj(AlertText::number).findFirst().orElse("none");
  }

  private String filled(String template) {
    return template
        .replace("{host}", host.name())
        .replace("{netns}", Quoted.of(subject.netns().orElse("")))
        .replace("{role}", subject.endpoint().map(it -> it.role().wireName()).orElse(""))
        .replace("{port}", subject.endpoint().map(it -> Integer.toString(it.port())).orElse(""))
        .replace("{state}", states())
        .replace("{value}", value())
        .replace("{baseline}", baseline.isEmpty() ? "unknown" : number(baseline.getAsDouble()))
        .replace("{threshold}", threshold())
        .replace(
            "{owner}", evidence.owners().isEmpty() ? "nobody" : named(evidence.owners().get(0)));
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? Long.toString((long) number)
        : String.format(Locale.ROOT, "%.1f", number);
  }
}
