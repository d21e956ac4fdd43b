package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.deploy.SetupException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Which alerts a command is about. */
final class AlertFilters {

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      completionCandidates = Candidates.AlertStatuses.class,
      description = "Only pending, firing or resolved ones.")
  private String status = "";

  @Option(names = "--host", paramLabel = "ID", description = "Only alerts of this host.")
  private String host = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = Candidates.States.class,
      description = "Only alerts about this state, in any system's spelling.")
  private String state = "";

  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      completionCandidates = Candidates.Severities.class,
      description = "Only info, warning or critical ones.")
  private String severity = "";

  /** As the API takes them. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("status", status);
    parameters.put("host", host);
    parameters.put("state", state);
    parameters.put("severity", severity);
    return parameters;
  }

  /** What the API can leave out of its events by itself. */
  Map<String, String> ofEvents() {
    return Map.of("types", "alerts", "host", host);
  }

  /**
   * The same for alerts that are at hand.
   *
   * @throws SetupException when there is no such state
   */
  Predicate<Alert> predicate() {
    Predicate<Alert> all =
        alert ->
            (status.isEmpty() || status.equalsIgnoreCase(alert.status().wireName()))
                && (severity.isEmpty() || severity.equalsIgnoreCase(alert.severity().wireName()))
                && (host.isEmpty() || alert.subject().host().equals(Optional.of(host)));
    return state.isEmpty() ? all : all.and(aboutState());
  }

  private Predicate<Alert> aboutState() {
    try {
      var states = StateDictionary.load().parse(state);
      return alert -> alert.subject().state().map(states::contains).orElse(false);
    } catch (IllegalArgumentException e) {
      throw new SetupException("--state: " + e.getMessage(), e);
    }
  }
}
