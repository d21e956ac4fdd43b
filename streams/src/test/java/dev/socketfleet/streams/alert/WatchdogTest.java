package dev.socketfleet.streams.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  private static final long START = ScriptedHost.START;

  @Test
  void isToldEveryMinuteUnderOneIdWithHigherRevisions() {
    Watchdog watchdog = new Watchdog();
    List<Alert> told = new ArrayList<>();
    for (int second = 0; second <= 180; second++) {
      told.addAll(watchdog.advance(START + second * 1_000L, RuleSet.defaults()));
    }

    assertThat(told).hasSize(4);
    assertThat(told.stream().map(Alert::id).distinct()).hasSize(1);
    assertThat(told.stream().map(Alert::revision)).isSorted().doesNotHaveDuplicates();
    assertThat(told)
        .allSatisfy(
            it -> {
              assertThat(it.status()).isEqualTo(AlertStatus.FIRING);
              assertThat(it.subject().scope()).isEqualTo("fleet");
              assertThat(it.startedAt().toEpochMilli()).isEqualTo(START);
              assertThat(it.severity().wireName()).isEqualTo("info");
            });
  }

  @Test
  void resolvesWhenItsRuleIsGone() {
    Watchdog watchdog = new Watchdog();
    watchdog.advance(START, RuleSet.defaults());

    List<Alert> told = watchdog.advance(START + 1_000, RuleSet.EMPTY);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).reason()).contains(ResolveReason.RULE_REMOVED);
    assertThat(watchdog.advance(START + 100_000, RuleSet.EMPTY)).isEmpty();
  }
}
