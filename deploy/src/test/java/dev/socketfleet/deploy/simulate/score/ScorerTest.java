package dev.socketfleet.deploy.simulate.score;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.deploy.simulate.incident.Expectation;
import dev.socketfleet.deploy.simulate.incident.IncidentKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScorerTest {

  private static final Instant START = Instant.parse("2026-01-05T00:10:00Z");
  private static final Endpoint HTTPS = new Endpoint(Role.SERVER, 443);
  private static final Endpoint HTTP = new Endpoint(Role.SERVER, 80);

  private static Expectation leak(Optional<Instant> holdsFrom) {
    return new Expectation(
        "1",
        IncidentKind.CLOSE_WAIT_LEAK,
        "host:web-1",
        List.of("web-1"),
        Optional.of("host"),
        Optional.of(HTTPS),
        Optional.of(CLOSE_WAIT),
        Optional.empty(),
        START,
        START.plusSeconds(600),
        "",
        holdsFrom);
  }

  private static Alert fired(String rule, String host, Endpoint endpoint, int seconds) {
    return new Alert(
        rule + host,
        rule + host + "-" + seconds,
        1,
        AlertStatus.FIRING,
        Optional.empty(),
        Severity.WARNING,
        new Alert.RuleReference(rule, "threshold", "r"),
        AlertSubject.of(host, "host", endpoint, CLOSE_WAIT),
        Map.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        START.plusSeconds(seconds),
        START.plusSeconds(seconds),
        Optional.empty(),
        "",
        "",
        List.of(),
        Evidence.NONE);
  }

  private static Score score(Expectation truth, Alert... alerts) {
    return new Scorer(List.of(truth), Duration.ofSeconds(10)).score(List.of(alerts));
  }

  private static final Expectation LEAK = leak(Optional.of(START.plusSeconds(100)));

  @Test
  void theFirstAlertThereFindsItAndTheNextIsADuplicate() {
    Score score =
        score(
            LEAK,
            fired("close-wait-high", "web-1", HTTPS, 120),
            fired("close-wait-growing", "web-1", HTTPS, 130));
    assertThat(score.verdicts()).extracting(Verdict::word).containsExactly("found", "duplicate");
    assertThat(score.delays()).containsExactly(new Score.Delay(LEAK.kind(), 2));
    assertThat(score.recall()).hasValue(1);
    assertThat(score.precision()).hasValue(0.5);
  }

  @Test
  void anAlertBeforeTheConditionIsNoDelay() {
    assertThat(score(LEAK, fired("close-wait-high", "web-1", HTTPS, 50)).medianDelay()).hasValue(0);
  }

  @Test
  void anotherHostPortRuleOrTimeFindsNothing() {
    Score score =
        score(
            LEAK,
            fired("close-wait-high", "web-2", HTTPS, 120),
            fired("close-wait-high", "web-1", HTTP, 120),
            fired("syn-received-high", "web-1", HTTPS, 120),
            fired("close-wait-high", "web-1", HTTPS, -1),
            fired("close-wait-high", "web-1", HTTPS, 900));
    assertThat(score.verdicts()).extracting(Verdict::word).containsOnly("false");
    assertThat(score.missed()).containsExactly(LEAK);
    assertThat(score.recall()).hasValue(0);
    assertThat(score.precision()).hasValue(0);
    assertThat(score.rows().get(0).falseAlerts()).isEqualTo(2);
    assertThat(score.rows().get(1).falseAlerts()).isEqualTo(3);
  }

  @Test
  void anAlertAboutSomethingHarmlessIsFalse() {
    Score score = score(leak(Optional.empty()), fired("close-wait-high", "web-1", HTTPS, 120));
    assertThat(score.verdicts()).extracting(Verdict::word).containsExactly("false");
    assertThat(score.missed()).isEmpty();
    assertThat(score.recall()).isEmpty();
  }

  @Test
  void aWatchdogIsNoAlertAboutAnything() {
    assertThat(score(LEAK, fired("watchdog", "web-1", HTTPS, 120)).verdicts()).isEmpty();
  }
}
