package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.common.model.rule.Selector;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A firing alert about many hosts, as far as it may speak for theirs.
 *
 * @param alertId of that alert
 * @param revision of its last transition
 * @param scope {@code fleet} or {@code label:<key>=<value>}
 * @param endpoint absent when it is about the hosts themselves
 * @param peer remote address; absent for all
 * @param bothEnds whether it speaks for servers and clients of the port alike, whatever the state:
 *     the proof of a leak names both sides
 * @param hosts for which it speaks; empty for all of the scope
 */
public record FleetCause(
    String alertId,
    long revision,
    String ruleId,
    String scope,
    Optional<Endpoint> endpoint,
    Optional<SocketState> state,
    Optional<String> peer,
    boolean bothEnds,
    Set<String> hosts) {

  private static final String PEER_LEAK = "peer_leak";

  public FleetCause {
    hosts = Set.copyOf(hosts);
  }

  /** What these firing alerts about many hosts may speak for. */
  public static List<FleetCause> of(Collection<Alert> alerts) {
    return alerts.stream()
        .filter(it -> !it.rule().kind().equals(Condition.Always.KIND))
        .map(FleetCause::of)
        .toList();
  }

  private static FleetCause of(Alert alert) {
    boolean leak = alert.rule().kind().equals(PEER_LEAK);
    List<Evidence.HostCount> named = alert.evidence().hosts();
    // A full list may have left hosts out: then it speaks for all of the scope.
    boolean all = !leak || named.size() >= Evidence.MAX_HOSTS;
    return new FleetCause(
        alert.id(),
        alert.revision(),
        alert.rule().id(),
        alert.subject().scope(),
        alert.subject().endpoint(),
        alert.subject().state(),
        alert.subject().peer(),
        leak,
        all ? Set.of() : named.stream().map(Evidence.HostCount::host).collect(Collectors.toSet()));
  }

  /** Whether it may speak for alerts of this host at all. */
  boolean isAbout(String host, Map<String, String> labels) {
    return (hosts.isEmpty() || hosts.contains(host)) && isInScope(labels);
  }

  private boolean isInScope(Map<String, String> labels) {
    if (!scope.startsWith(Selector.LABEL)) {
      return true;
    }
    int equals = scope.indexOf('=');
    String value = labels.get(scope.substring(Selector.LABEL.length(), equals));
    return scope.substring(equals + 1).equals(value);
  }

  /**
   * Whether it speaks for an alert. What is about whole hosts and what is about an endpoint may be
   * one incident: whether they are, the rule says that names the other.
   *
   * @param suppressedBy of the alert's rule
   */
  public boolean speaksFor(List<Glob> suppressedBy, AlertSubject subject) {
    for (Glob glob : suppressedBy) {
      if (glob.matches(ruleId)) {
        return isSamePlace(subject);
      }
    }
    return false;
  }

  private boolean isSamePlace(AlertSubject subject) {
    if (endpoint.isEmpty() || subject.endpoint().isEmpty()) {
      return true;
    }
    if (bothEnds) {
      return endpoint.get().port() == subject.endpoint().get().port();
    }
    return endpoint.equals(subject.endpoint())
        && maybeSame(state, subject.state())
        && maybeSame(peer, subject.peer());
  }

  private static <T> boolean maybeSame(Optional<T> one, Optional<T> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }
}
