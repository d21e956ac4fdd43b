package dev.socketfleet.common.model.rule;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule watches. Everything that is given has to match; an empty selector matches all.
 *
 * @param states the states that are counted; empty for rules that count none
 * @param ports the endpoint's port; empty for any
 * @param netns network namespace by name
 * @param owner name of the owner ({@code nginx.service}): counts only its sockets
 * @param labels of the host: each with exactly this value
 * @param scope which groups of hosts are judged together, as the scope of their alerts: {@code
 *     fleet} or {@code label:<key>=<value>}; absent for rules that judge each host by itself
 */
public record Selector(
    List<SocketState> states,
    Optional<Role> role,
    List<PortRange> ports,
    Optional<Glob> host,
    Optional<Glob> netns,
    Optional<Glob> owner,
    Map<String, String> labels,
    Optional<Glob> scope) {

  /** The scope of all hosts together. */
  public static final String FLEET = "fleet";

  /** How the scopes of hosts with one value of a label begin. */
  public static final String LABEL = "label:";

  /** Everything. */
  public static final Selector ANY =
      new Selector(
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  public Selector {
    states = states.stream().distinct().sorted().toList();
    ports = List.copyOf(ports);
    labels = Map.copyOf(labels);
    if (scope.isPresent() && !isScope(scope.get())) {
      throw new IllegalArgumentException(
          "scope was '%s' but it must be fleet or label:<key>=<value>, * and ? allowed in the value"
              .formatted(Quoted.of(scope.get().pattern())));
    }
    if (scope.isPresent()
        && (host.isPresent() || netns.isPresent() || owner.isPresent() || !labels.isEmpty())) {
      throw new IllegalArgumentException(
          "scope was '%s' together with host, netns, owner or labels but a rule over many hosts selects state, role and port only; choose hosts by a scope such as label:dc=eu1"
              .formatted(Quoted.of(scope.get().pattern())));
    }
  }

  /** Without a scope: a rule about each host by itself. */
  public Selector(
      List<SocketState> states,
      Optional<Role> role,
      List<PortRange> ports,
      Optional<Glob> host,
      Optional<Glob> netns,
      Optional<Glob> owner,
      Map<String, String> labels) {
    this(states, role, ports, host, netns, owner, labels, Optional.empty());
  }

  private static boolean isScope(Glob scope) {
    String pattern = scope.pattern();
    return pattern.equals(FLEET)
        || (pattern.startsWith(LABEL) && pattern.indexOf('=') > LABEL.length());
  }

  /** Whether the rule is about this host at all. */
  public boolean matchesHost(String name, Map<String, String> hostLabels) {
    return host.map(glob -> glob.matches(name)).orElse(true)
        && (labels.isEmpty()
            || labels.entrySet().stream()
                .allMatch(label -> label.getValue().equals(hostLabels.get(label.getKey()))));
  }

  /** Whether the rule is about this endpoint of a namespace that matches. */
  public boolean matchesPort(Role side, int port) {
    return role.map(it -> it == side).orElse(true)
        && (ports.isEmpty() || ports.stream().anyMatch(range -> range.contains(port)));
  }
}
