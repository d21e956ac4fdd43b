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
 * @param peer the remote address that it is about; empty for all
 */
record Watch(HostRules.Armed armed, StateMask states, String peer) {

  /** Not about one remote address. */
  static final String ANY_PEER = "";

  /** What a rule watches at each place: each of its states by itself, or all as one. */
  static List<Watch> of(HostRules.Armed armed) {
    Rule rule = armed.rule();
    if (rule.select().states().isEmpty() || isSum(rule.condition())) {
      return List.of(whole(armed, ANY_PEER));
    }
    List<Watch> watches = new ArrayList<>();
    rule.select()
        .states()
        .forEach(it -> watches.add(new Watch(armed, StateMask.of(List.of(it)), ANY_PEER)));
    return watches;
  }

  /** A rule that is applied to all its states, if any, together. */
  static Watch whole(HostRules.Armed armed, String peer) {
    return new Watch(armed, StateMask.of(armed.rule().select().states()), peer);
  }

  /** The same for one remote address. */
  Watch to(String address) {
    return new Watch(armed, states, address);
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
