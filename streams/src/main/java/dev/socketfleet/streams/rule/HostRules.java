package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Condition.Part;
import dev.socketfleet.common.model.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules of a set that are about one host, in their order of precedence. Immutable to its users,
 * and shared by all hosts that the same rules are about.
 */
public final class HostRules {

  /** Namespaces that are remembered; of more the rules are sorted again each time. */
  private static final int MAX_NAMESPACES = 1_000;

  private final List<Armed> armed;
  private final Map<String, Armed> byId = new LinkedHashMap<>();
  private final List<Armed> silence;
  private final List<Armed> reports;
  private final List<FleetCause> causes;
  private final long fingerprint;
  private final boolean dependsOnNamespace;
  private final NamespaceRules ofAnyNamespace;
  private final Map<String, NamespaceRules> byNamespace = new ConcurrentHashMap<>();

  /**
   * A rule with its revision.
   *
   * @param rank its place in the order of precedence, the first is 0
   */
  public record Armed(Rule rule, String revision, int rank) {

    /** Whether it looks at counts or the accept queue of an endpoint as a whole. */
    boolean isCounting() {
      Condition condition = rule.condition();
      return (condition instanceof Condition.Threshold && !isPerPeer())
          || condition instanceof Condition.Ratio
          || condition instanceof Condition.Spike
          || condition instanceof Condition.Growth;
    }

    /** Whether it counts by remote address. */
    boolean isPerPeer() {
      return rule.condition() instanceof Condition.Threshold it && it.per() == Condition.Per.PEER;
    }

    /** Whether the rule looks at accept queues. */
    boolean watchesQueue() {
      return rule.condition() instanceof Condition.Ratio ratio && ratio.of() == Part.LISTEN_QUEUED;
    }

    /** Only clients use up ports, only servers listen. */
    boolean isPossibleAt(Role role) {
      Condition condition = rule.condition();
      return role == Role.SERVER
          ? !(condition instanceof Condition.Exhaustion)
          : !(condition instanceof Condition.ListenerGone) && !watchesQueue();
    }
  }

  HostRules(List<Armed> armed, List<FleetCause> causes) {
    this.armed = List.copyOf(armed);
    this.causes = causes;
    long hash = 1;
    for (Armed each : armed) {
      byId.put(each.rule().id(), each);
      hash = 31 * hash + each.rule().id().hashCode();
      hash = 31 * hash + each.revision().hashCode();
    }
    fingerprint = hash;
    silence = of(Condition.Absent.class);
    reports = of(Condition.HostThreshold.class);
    dependsOnNamespace = armed.stream().anyMatch(it -> it.rule().select().netns().isPresent());
    ofAnyNamespace = new NamespaceRules(dependsOnNamespace ? List.of() : armed, "");
  }

  private List<Armed> of(Class<? extends Condition> kind) {
    return armed.stream().filter(it -> kind.isInstance(it.rule().condition())).toList();
  }

  /** The enabled rules that match the host. */
  public static HostRules of(RuleSet rules, String host, Map<String, String> labels) {
    return rules.forHost(host, labels);
  }

  /**
   * Whether an alert about many hosts speaks for one of a host.
   *
   * @param labels of the host
   */
  public boolean isSpokenFor(Rule rule, Map<String, String> labels, AlertSubject subject) {
    for (FleetCause cause : causes) {
      if (cause.isAbout(subject.host().orElse(""), labels)
          && cause.speaksFor(rule.suppressedBy(), subject)) {
        return true;
      }
    }
    return false;
  }

  /** All of them. */
  public List<Armed> armed() {
    return armed;
  }

  /** Differs whenever one of the rules does. */
  public long fingerprint() {
    return fingerprint;
  }

  /** The rules about the silence of the host. */
  public List<Armed> silence() {
    return silence;
  }

  /** The rules about what is wrong with its reports. */
  public List<Armed> reports() {
    return reports;
  }

  /** The rules in one network namespace. */
  public NamespaceRules namespace(String netns) {
    if (!dependsOnNamespace) {
      return ofAnyNamespace;
    }
    NamespaceRules known = byNamespace.get(netns);
    if (known == null) {
      known = new NamespaceRules(armed, netns);
      if (byNamespace.size() < MAX_NAMESPACES) {
        byNamespace.put(netns, known);
      }
    }
    return known;
  }

  /** The rule with this id, when it is about the host. */
  public Optional<Armed> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** How many closed windows the rules look back at for a state, 0 for none. */
  public int growthWindows(SocketState state) {
    int windows = 0;
    for (Armed each : armed) {
      if (each.rule().condition() instanceof Condition.Growth growth
          && each.rule().select().states().contains(state)) {
        windows = Math.max(windows, growth.windows());
      }
    }
    return windows;
  }
}
