package dev.socketfleet.common.model.rule;

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
 */
public record Selector(
    List<SocketState> states,
    Optional<Role> role,
    List<PortRange> ports,
    Optional<Glob> host,
    Optional<Glob> netns,
    Optional<Glob> owner,
    Map<String, String> labels) {

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
