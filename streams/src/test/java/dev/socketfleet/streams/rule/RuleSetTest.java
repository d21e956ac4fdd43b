package dev.socketfleet.streams.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.model.rule.Selector;
import dev.socketfleet.common.states.StateDictionary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RuleSetTest {

  @Test
  void theDefaultPackIsComplete() {
    assertThat(RuleSet.defaults().enabled())
        .extracting(Rule::id)
        .containsExactly(
            "listen-queue-full",
            "syn-received-high",
            "syn-received-spike",
            "close-wait-high",
            "close-wait-old",
            "close-wait-growing",
            "close-wait-spike",
            "fin-wait-2-growing",
            "teardown-growing",
            "teardown-spike",
            "listen-overflows",
            "syn-cookies",
            "syn-drops",
            "syn-sent-high",
            "ephemeral-ports-low",
            "listener-gone",
            "host-silent",
            "host-two-boots",
            "host-clock-skew",
            "host-incomplete",
            "watchdog");
  }

  @Test
  void theStateDictionaryNamesTheRulesThatThereAre() {
    TreeSet<String> named = new TreeSet<>();
    StateDictionary dictionary = StateDictionary.load();
    dictionary.entries().forEach(it -> named.addAll(it.guidance().rules()));
    dictionary.subjects().forEach(it -> named.addAll(it.guidance().rules()));

    assertThat(named)
        .containsExactlyElementsOf(
            new TreeSet<>(RuleSet.defaults().all().stream().map(Rule::id).toList()));
  }

  @Test
  void aHigherLayerReplacesByIdAndKeepsThePlace() {
    RuleSet pack = RuleSet.of(List.of(silent("a", 3, true), silent("b", 3, true)));

    RuleSet changed = pack.overriddenBy(List.of(silent("a", 5, true), silent("c", 3, true)));

    assertThat(changed.all()).extracting(Rule::id).containsExactly("a", "b", "c");
    assertThat(changed.rule("a")).contains(silent("a", 5, true));
    assertThat(changed.revision("a")).isNotEqualTo(pack.revision("a"));
    assertThat(changed.revision("b")).isEqualTo(pack.revision("b"));
    assertThat(pack.rule("a")).contains(silent("a", 3, true));
  }

  @Test
  void aDisabledRuleIsKnownButNotJudged() {
    RuleSet set = RuleSet.of(List.of(silent("a", 3, false)));

    assertThat(set.enabled()).isEmpty();
    assertThat(set.rule("a")).isPresent();
    assertThat(HostRules.of(set, "web-1", Map.of()).armed()).isEmpty();
  }

  private static Rule silent(String id, int intervals, boolean enabled) {
    return new Rule(
        id,
        enabled,
        Selector.ANY,
        new Condition.Absent(intervals, Duration.ofSeconds(30)),
        Duration.ZERO,
        Duration.ZERO,
        Severity.WARNING,
        List.of(),
        List.of(),
        Optional.empty());
  }
}
