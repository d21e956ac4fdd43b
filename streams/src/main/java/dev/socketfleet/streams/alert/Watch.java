package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Condition.Combine;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.streams.rule.HostRules;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule applied to one thing at a place.
 *
 * @param states what it counts; none for rules that count no states
 */
record Watch(HostRules.Armed armed, StateMask states) {

  private static final StateMask NO_STATES = new StateMask(0);

  /** What a rule watches at each place: each of its states by itself, or all as one. */
  static List<Watch> of(HostRules.Armed armed) {
    Rule rule = armed.rule();
    if (rule.select().states().isEmpty()) {
      return List.of(new Watch(armed, NO_STATES));
    }
    if (isSum(rule.condition())) {
      return List.of(new Watch(armed, StateMask.of(rule.select().states())));
    }
    List<Watch> watches = new ArrayList<>();
    rule.select().states().forEach(it -> watches.add(new Watch(armed, StateMask.of(List.of(it)))));
    return watches;
  }

  private static boolean isSum(Condition condition) {
    return condition instanceof Condition.Ratio
        || (condition instanceof Condition.Threshold it && it.combine() == Combine.SUM);
  }

  Rule rule() {
    return armed.rule();
  }

  /** Whether it looks at a count, and so at a series. */
  boolean counts() {
    return states.bits() != 0;
  }

  /** The selector's owner pattern as {@link Series} knows it. */
  String owner() {
    return rule().select().owner().map(Glob::pattern).orElse(Series.ANY_OWNER);
  }
}
