package dev.socketfleet.common.model.rule;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to watch and when to call it trouble.
 *
 * @param id 1 to 64 of {@code a-z 0-9 -}, beginning with a letter
 * @param enabled false switches a rule off that a lower layer defines
 * @param holdFor {@code for}: how long the condition has to hold before the alert fires
 * @param keepFiringFor how long it has to be over before the alert resolves
 * @param suppressedBy rules whose firing alert on a related subject makes this one redundant: the
 *     same endpoint, what it is a part of, or the other end of the same connections
 * @param keptBy rules whose condition, while it holds on a related subject, keeps this alert firing
 * @param summary replaces the generated sentence; may name {@code {host}}, {@code {port}}, {@code
 *     {role}}, {@code {netns}}, {@code {peer}}, {@code {state}}, {@code {owner}}, {@code {value}},
 *     {@code {baseline}} and {@code {threshold}}
 */
public record Rule(
    String id,
    boolean enabled,
    Selector select,
    Condition condition,
    Duration holdFor,
    Duration keepFiringFor,
    Severity severity,
    List<Glob> suppressedBy,
    List<Glob> keptBy,
    Optional<String> summary) {

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  public Rule {
    if (!isValidId(id)) {
      throw new IllegalArgumentException(
          "id was '%s' but it must be 1 to 64 of a-z 0-9 - and begin with a letter"
              .formatted(Quoted.of(id)));
    }
    if (holdFor.isNegative() || keepFiringFor.isNegative()) {
      throw new IllegalArgumentException(
          "for was %s and keep_firing_for %s but neither may be negative"
              .formatted(holdFor, keepFiringFor));
    }
    suppressedBy = List.copyOf(suppressedBy);
    keptBy = List.copyOf(keptBy);
  }

  /** Whether the text can be a rule's id. */
  public static boolean isValidId(String id) {
    return ID.matcher(id).matches();
  }

  /** The same, switched off. */
  public Rule disabled() {
    return new Rule(
        id,
        false,
        select,
        condition,
        holdFor,
        keepFiringFor,
        severity,
        suppressedBy,
        keptBy,
        summary);
  }

  /** The wire name of the condition's kind. */
  public String kind() {
    return condition.kind();
  }
}
