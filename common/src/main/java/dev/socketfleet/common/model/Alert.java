package dev.socketfleet.common.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An alert as it is after one transition: the value of the topics {@code alerts} (the current one
 * by id) and {@code alert-events} (each of them).
 *
 * @param id {@link AlertSubject#alertId}
 * @param transition {@code <id>-<n>}: stays the same when the transition is sent again
 * @param revision n; readers keep the highest
 * @param reason present when resolved
 * @param rule what raised it
 * @param labels of the host
 * @param value what was judged; absent where the rule judges no number
 * @param baseline what the series is used to, where it is known
 * @param threshold the number that the value had to pass
 * @param startedAt when the condition first held in this episode
 * @param updatedAt time of this transition
 * @param resolvedAt present when resolved
 * @param summary one sentence with the numbers
 * @param meaning what an excess of this state means
 * @param checks what to look at first
 */
public record Alert(
    String id,
    String transition,
    long revision,
    AlertStatus status,
    Optional<ResolveReason> reason,
    Severity severity,
    RuleReference rule,
    AlertSubject subject,
    Map<String, String> labels,
    OptionalDouble value,
    OptionalDouble baseline,
    OptionalDouble threshold,
    Instant startedAt,
    Instant updatedAt,
    Optional<Instant> resolvedAt,
    String summary,
    String meaning,
    List<String> checks,
    Evidence evidence) {

  /**
   * The rule behind an alert.
   *
   * @param kind wire name of the kind, for example {@code threshold}
   * @param revision changes whenever the rule's content does
   */
  public record RuleReference(String id, String kind, String revision) {}

  public Alert {
    labels = Map.copyOf(labels);
    checks = List.copyOf(checks);
  }
}
