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
import java.util.stream.Stream;
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

  private static Expectation end(String host, Role role) {
    return new Expectation(
        "1",
        IncidentKind.PEER_LEAK,
        "host:" + host,
        List.of(host),
        Optional.of("host"),
        Optional.of(new Endpoint(role, 443)),
        Optional.of(CLOSE_WAIT),
        Optional.empty(),
        START,
        START.plusSeconds(600),
        "",
        Optional.of(START.plusSeconds(100)));
  }

  private static Alert proof(int startedAt, int seconds, String... hosts) {
    Alert ofHost = fired("fleet-peer-leak", "any", HTTPS, seconds);
    return new Alert(
        ofHost.id(),
        ofHost.transition(),
        ofHost.revision(),
        ofHost.status(),
        ofHost.reason(),
        ofHost.severity(),
        ofHost.rule(),
        new AlertSubject(
            "fleet",
            Optional.empty(),
            Optional.empty(),
            Optional.of(HTTPS),
            Optional.of(CLOSE_WAIT),
            Optional.empty()),
        Map.of(),
        ofHost.value(),
        ofHost.baseline(),
        ofHost.threshold(),
        START.plusSeconds(startedAt),
        ofHost.updatedAt(),
        Optional.empty(),
        "",
        "",
        List.of(),
        new Evidence(
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of(),
            List.of(),
            Stream.of(hosts).map(host -> new Evidence.HostCount(host, 1)).toList()));
  }

  private static Score scoreOfBothEnds(Alert... alerts) {
    return new Scorer(
            List.of(end("db-1", Role.SERVER), end("app-1", Role.CLIENT)), Duration.ofSeconds(10))
        .score(List.of(alerts));
  }

  @Test
  void anAlertAboutManyHostsFindsBothEndsThatItNames() {
    Score score = scoreOfBothEnds(proof(120, 120, "db-1", "app-1"));
    assertThat(score.verdicts()).extracting(Verdict::word).containsExactly("found");
    assertThat(score.recall()).hasValue(1);

    assertThat(scoreOfBothEnds(proof(120, 120, "db-2", "app-1")).missed()).hasSize(1);
    assertThat(scoreOfBothEnds(proof(120, 120, "db-2")).verdicts())
        .extracting(Verdict::word)
        .containsExactly("false");
  }

  @Test
  void whatIsToldAgainWhileItFiresIsTheSameAlert() {
    Score score =
        scoreOfBothEnds(
            proof(120, 120, "db-1"), proof(120, 150, "db-1", "app-1"), proof(400, 400, "db-1"));
    assertThat(score.verdicts()).extracting(Verdict::word).containsExactly("found", "duplicate");
    assertThat(score.recall()).hasValue(1);
  }

  @Test
  void aWatchdogIsNoAlertAboutAnything() {
    assertThat(score(LEAK, fired("watchdog", "web-1", HTTPS, 120)).verdicts()).isEmpty();
  }
}
