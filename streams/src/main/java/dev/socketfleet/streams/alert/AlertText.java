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
 * The words of an alert. Names that a host chose (netns, owner, process, address) are made
 * printable.
 *
 * @param rule absent when it is gone or another by now
 * @param detail what the place adds to the numbers; may be empty
 */
record AlertText(
    HostFacts host,
    AlertSubject subject,
    Episode episode,
    Optional<Rule> rule,
    OptionalDouble baseline,
    Evidence evidence,
    String detail) {

  private static final String A_SECOND = " a second";

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
    return Lore.of(episode);
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
    String netns = subject.netns().orElse(Group.HOST_NETNS);
    String place =
        netns.equals(Group.HOST_NETNS) ? host.name() : host.name() + " netns " + Quoted.of(netns);
    return subject.endpoint().map(endpoint -> place + " " + side(endpoint)).orElse(place);
  }

  private String side(Endpoint endpoint) {
    if (endpoint.role() == Role.SERVER) {
      return "server port " + endpoint.port();
    }
    return subject
        .peer()
        .map(peer -> "client of " + address(peer) + ":" + endpoint.port())
        .orElse("client of port " + endpoint.port());
  }

  private static String address(String peer) {
    return peer.contains(":") ? "[" + Quoted.of(peer) + "]" : Quoted.of(peer);
  }

  private String what() {
    return switch (episode.about) {
      case Lore.HOST -> "no snapshot for %s s, alarm at %s s".formatted(value(), threshold());
      case Lore.HOST_CLOCK ->
          "its clock is %s s off, believed only up to 30 s ahead and 5 min behind"
              .formatted(value());
      case Lore.HOST_SNAPSHOTS ->
          "%s of its last 10 snapshots were incomplete%s".formatted(value(), alarm());
      case Lore.HOST_IDENTITY ->
          "two collectors send as this host: they took turns %s times within 20 snapshots%s"
              .formatted(value(), alarm());
      case Lore.LISTENER_GONE ->
          "nothing listens any more, for %s s now%s".formatted(value(), lastOwner());
      case Lore.EPHEMERAL_PORTS ->
          "%s%s are in use for this destination%s%s"
              .formatted(value(), detail, alarm(), owner("most by"));
      default -> subject.endpoint().isEmpty() ? rising() : counted() + more();
    };
  }

  private String more() {
    return kept() + usual() + alarm() + owner("held by") + toWhom();
  }

  /** What counters of a namespace mean, with their rate. */
  private String rising() {
    String told =
        switch (episode.about) {
          case Lore.LISTEN_QUEUE ->
              "accept queues overflow, " + value() + " handshakes" + A_SECOND + " are dropped";
          case Lore.SYN_QUEUE ->
              isOfCookies()
                  ? value() + " SYN cookies" + A_SECOND + " are sent that nobody answers"
                  : value() + " SYNs" + A_SECOND + " are dropped, not by a full accept queue";
          default -> counters() + " rises by " + value() + A_SECOND;
        };
    return told + ", alarm above " + threshold() + detail;
  }

  private boolean isOfCookies() {
    return rule.map(Rule::condition)
        .filter(it -> it instanceof Condition.Rate rate && isCookie(rate.counters().get(0)))
        .isPresent();
  }

  private static boolean isCookie(String counter) {
    return counter.toLowerCase(Locale.ROOT).contains("cookies");
  }

  private String counters() {
    return rule.map(Rule::condition)
        .filter(Condition.Rate.class::isInstance)
        .map(it -> String.join("+", ((Condition.Rate) it).counters()))
        .orElse("a kernel counter");
  }

  private String counted() {
    return episode.about.equals(Lore.LISTEN_QUEUE)
        ? value() + " connections wait in the fullest accept queue"
        : value() + " sockets in " + states();
  }

  private String kept() {
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

  private String owner(String verb) {
    return evidence.owners().isEmpty() || evidence.owners().get(0).owner().equals(Owner.NONE)
        ? ""
        : ", " + verb + " " + named(evidence.owners().get(0));
  }

  /** A leak of the peer's is the peer's to repair: it is named with our own program. */
  private String toWhom() {
    boolean oneIsMost =
        subject.peer().isEmpty()
            && !evidence.peers().isEmpty()
            && evidence.peers().get(0).count() * 2 > episode.value();
    return oneIsMost ? ", most with " + Quoted.of(evidence.peers().get(0).address()) : "";
  }

  private String lastOwner() {
    return evidence.owners().isEmpty()
        ? ""
        : "; the last to listen was " + named(evidence.owners().get(0));
  }

  static String named(Evidence.OwnerCount owner) {
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
    return switch (episode.about) {
      case Lore.HOST -> "snapshots arrive again";
      case Lore.HOST_CLOCK -> "its clock is believed again";
      case Lore.HOST_SNAPSHOTS -> value() + " of its last 10 snapshots were incomplete";
      case Lore.HOST_IDENTITY -> "one collector sends as this host";
      case Lore.LISTENER_GONE ->
          detail.isEmpty() ? "something listens again" : "it is taken for withdrawn";
      case Lore.EPHEMERAL_PORTS -> value() + detail + " are in use" + alarm();
      default -> subject.endpoint().isEmpty() ? value() + A_SECOND : counted() + alarm();
    };
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
        .replace("{peer}", Quoted.of(subject.peer().orElse("")))
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
        : String.format(Locale.ROOT, number < 1 ? "%.2f" : "%.1f", number);
  }
}
