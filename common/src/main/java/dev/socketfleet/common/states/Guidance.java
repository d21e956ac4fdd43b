package dev.socketfleet.common.states;

import dev.socketfleet.common.model.Endpoint;
import java.util.List;
import java.util.function.Function;

/**
 * What to make of too many sockets in a state, or of the trouble of another {@link Subject}.
 *
 * @param meaning one sentence, fit for an alert
 * @param explanation how to tell the causes apart
 * @param counters kernel counters that move with it
 * @param limits settings that bound it
 * @param checks in the order in which to make them
 * @param rules ids of the default rules that watch it
 */
public record Guidance(
    String meaning,
    String explanation,
    List<Reading> counters,
    List<Reading> limits,
    List<Check> checks,
    List<String> rules) {

  public Guidance {
    counters = List.copyOf(counters);
    limits = List.copyOf(limits);
    checks = List.copyOf(checks);
    rules = List.copyOf(rules);
  }

  /**
   * The checks for an alert about an endpoint, each a question and its command.
   *
   * @param os the host's, as its snapshot says it; checks for other systems are left out
   */
  public List<String> checkLines(String os, Endpoint endpoint) {
    return lines(os, check -> check.command(endpoint));
  }

  /** The checks for an alert about a host as a whole. */
  public List<String> checkLines(String os, String host) {
    return lines(os, check -> check.command(host));
  }

  private List<String> lines(String os, Function<Check, String> command) {
    Platform platform = Platform.of(os);
    return checks.stream()
        .filter(check -> check.platform().fits(platform))
        .map(check -> check.text() + separator(check.text()) + command.apply(check))
        .toList();
  }

  private static String separator(String text) {
    return text.endsWith("?") ? " " : ": ";
  }
}
