package dev.socketfleet.streams.host;

import static dev.socketfleet.streams.Snapshots.HTTPS;
import static dev.socketfleet.streams.Snapshots.T0;
import static dev.socketfleet.streams.Snapshots.https;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.rule.FleetCause;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** While an alert about many hosts fires it speaks for a host that has not fired before. */
class FleetHoldTest {

  private static final String HOST = "web-1";
  private static final Endpoint SMTP = new Endpoint(Role.SERVER, 25);

  private RuleSet rules = RuleSet.defaults();
  private final EngineRun run = new EngineRun(EngineSettings.DEFAULT, () -> rules);
  private long seq;

  private static FleetCause cause(String scope, Endpoint endpoint, Set<String> hosts) {
    return new FleetCause(
        "id",
        1,
        "fleet-same-trouble",
        scope,
        Optional.of(endpoint),
        Optional.of(SocketState.CLOSE_WAIT),
        Optional.empty(),
        false,
        hosts);
  }

  private static FleetCause cause() {
    return cause("fleet", HTTPS, Set.of());
  }

  private void snapshots(int number, long closeWait) {
    for (int i = 0; i < number; i++) {
      run.at(T0 + seq * 10_000, HOST, seq, https(SocketState.CLOSE_WAIT, closeWait));
      seq++;
    }
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (Alert alert : run.ledger.transitions) {
      told.add(
          alert.reason().map(it -> it.wireName()).orElseGet(() -> alert.status().wireName())
              + " "
              + alert.rule().id());
    }
    return told;
  }

  private List<String> firing() {
    return told().stream().filter(it -> it.startsWith("firing")).toList();
  }

  @Test
  void whatWaitsForItsTimeIsTakenBackAndSpeaksWhenTheFleetIsOver() {
    snapshots(3, 0);
    snapshots(1, 300);
    assertThat(told()).containsExactly("pending close-wait-high");
    rules = rules.with(List.of(cause()));
    snapshots(12, 300);
    assertThat(told()).containsExactly("pending close-wait-high", "not_confirmed close-wait-high");
    rules = rules.with(List.of());
    assertThat(firing()).isEmpty();
    snapshots(1, 300);
    assertThat(firing()).containsExactly("firing close-wait-high");
  }

  @Test
  void whatHasFiredStays() {
    snapshots(3, 0);
    snapshots(3, 300);
    rules = rules.with(List.of(cause()));
    snapshots(6, 300);
    assertThat(told()).containsExactly("pending close-wait-high", "firing close-wait-high");
    snapshots(2, 0);
    assertThat(told()).endsWith("cleared close-wait-high");
  }

  @Test
  void whatIsElsewhereIsNotHeld() {
    snapshots(3, 0);
    rules =
        rules.with(
            List.of(
                cause("fleet", SMTP, Set.of()),
                cause("label:dc=us1", HTTPS, Set.of()),
                cause("fleet", HTTPS, Set.of("web-2"))));
    snapshots(3, 300);
    assertThat(firing()).containsExactly("firing close-wait-high");
  }

  @Test
  void theHostsOfALabelAreHeldByItsAlert() {
    snapshots(3, 0);
    rules = rules.with(List.of(cause("label:dc=eu1", HTTPS, Set.of(HOST))));
    snapshots(6, 300);
    assertThat(told()).isEmpty();
  }

  /** Deltas are judged again at the start: what held them back must be the same or be stored. */
  @Test
  void aCrashWhileTheFleetSpeaksChangesNothing() {
    for (int crashAt = 1; crashAt < 24; crashAt++) {
      FleetHoldTest life = new FleetHoldTest();
      life.live(crashAt);
      FleetHoldTest truth = new FleetHoldTest();
      truth.live(0);
      assertThat(life.run.ledger.transitions.stream().map(Alert::transition).distinct())
          .as("crash after %d snapshots", crashAt)
          .containsExactlyElementsOf(
              truth.run.ledger.transitions.stream().map(Alert::transition).distinct().toList());
    }
  }

  private void live(int crashAt) {
    for (int step = 1; step < 24; step++) {
      if (step == 5) {
        rules = rules.with(List.of(cause()));
      } else if (step == 15) {
        rules = rules.with(List.of());
      }
      snapshots(1, step < 3 ? 0 : 300);
      if (step == crashAt) {
        run.restart();
      }
    }
  }
}
