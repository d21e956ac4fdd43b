package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Condition.Part;
import dev.socketfleet.common.model.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of a set that are about one host, in their order of precedence. Immutable.
 *
 * @param fingerprint differs whenever one of the rules does
 * @param causes alerts about many hosts that may speak for this one's
 */
public record HostRules(
    RuleSet from,
    Map<String, String> labels,
    List<Armed> armed,
    long fingerprint,
    List<FleetCause> causes) {

  /** A rule with its revision. */
  public record Armed(Rule rule, String revision) {

    /** Whether the rule is about this endpoint. */
    public boolean watchesEndpoint(String netns, Endpoint endpoint) {
      return !(rule.condition() instanceof Condition.Absent)
          && rule.select().matchesEndpoint(netns, endpoint.role(), endpoint.port());
    }

    /** Whether the rule looks at accept queues. */
    public boolean watchesQueue() {
      return rule.condition() instanceof Condition.Ratio ratio && ratio.of() == Part.LISTEN_QUEUED;
    }

    /** Sockets in the states that the rule selects. */
    public long countIn(StateCounts counts) {
      long sum = 0;
      for (SocketState state : rule.select().states()) {
        sum += counts.count(state);
      }
      return sum;
    }
  }

  /** The enabled rules that match the host. */
  public static HostRules of(RuleSet rules, String host, Map<String, String> labels) {
    List<Armed> armed =
        rules.enabled().stream()
            .filter(rule -> rule.select().matchesHost(host, labels))
            .map(rule -> new Armed(rule, rules.revision(rule.id()).orElse("")))
            .toList();
    long fingerprint = 1;
    for (Armed each : armed) {
      fingerprint = 31 * fingerprint + each.rule().id().hashCode();
      fingerprint = 31 * fingerprint + each.revision().hashCode();
    }
    List<FleetCause> causes =
        rules.causes().stream().filter(it -> it.isAbout(host, labels)).toList();
    return new HostRules(rules, labels, armed, fingerprint, causes);
  }

  /**
   * Whether an alert about many hosts speaks for one of this host.
   *
   * @param endpoint absent when that is about the host itself
   * @param state when it is exactly one
   */
  public boolean isSpokenFor(Rule rule, Optional<Endpoint> endpoint, Optional<SocketState> state) {
    for (FleetCause cause : causes) {
      if (cause.speaksFor(rule.suppressedBy(), endpoint, state)) {
        return true;
      }
    }
    return false;
  }

  /** Whether this is what {@link #of} would make of them. */
  public boolean isOf(RuleSet rules, Map<String, String> hostLabels) {
    return from == rules && labels.equals(hostLabels);
  }

  /** The rule with this id, when it is about the host. */
  public Optional<Armed> find(String id) {
    return armed.stream().filter(it -> it.rule().id().equals(id)).findFirst();
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
