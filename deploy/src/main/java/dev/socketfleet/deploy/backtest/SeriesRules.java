package dev.socketfleet.deploy.backtest;

import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.model.rule.Selector;
import dev.socketfleet.streams.rule.RuleSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The rule that judges a series of measurements unless others are given. */
final class SeriesRules {

  private static final double SENSITIVITY = 3.8;

  /**
   * A row stands for all of its step already, so that there is no {@code for}; and a day of ups and
   * downs is one incident to whoever reads a list of them.
   */
  private static final Duration KEEP_FIRING_FOR = Duration.ofHours(6);

  private SeriesRules() {}

  /**
   * A spike against the series' own baseline, as sensitive as the rule of that kind that ships for
   * the state.
   *
   * @param minimum a lower count is never a spike; 0 for none
   */
  static RuleSet spike(SocketState state, long minimum) {
    double sensitivity =
        RuleSet.defaults().enabled().stream()
            .filter(rule -> rule.select().states().contains(state))
            .map(Rule::condition)
            .filter(Condition.Spike.class::isInstance)
            .map(condition -> ((Condition.Spike) condition).sensitivity())
            .findFirst()
            .orElse(SENSITIVITY);
    Selector select =
        new Selector(
            List.of(state),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Selector.ANY.labels());
    return RuleSet.of(
        List.of(
            new Rule(
                state.wireName().replace('_', '-') + "-spike",
                true,
                select,
                new Condition.Spike(Math.max(1, minimum), sensitivity),
                Duration.ZERO,
                KEEP_FIRING_FOR,
                Severity.WARNING,
                List.of(),
                List.of(),
                Optional.empty())));
  }
}
