package dev.socketfleet.deploy.incident;

import static dev.socketfleet.deploy.incident.Incident.LIMIT;
import static dev.socketfleet.deploy.incident.Incident.PEER;
import static dev.socketfleet.deploy.incident.Incident.SERIES;
import static dev.socketfleet.deploy.incident.Incident.counter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.deploy.pipeline.CommandProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Each incident raises its one alert in time, with what proves it, and no other. All of them go on
 * at once, each in a network namespace of its own, until the slowest has been told.
 */
@Tag("fault")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IncidentIT {

  private static final String STOPPED_HOST = "stopped-host";
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);

  /** Two minutes of life and some snapshots: what vanishes sooner was not meant to stay. */
  private static final String LIVES = "150s";

  static final List<Incident> INCIDENTS =
      List.of(
          drill("flood without cookies", "syn-flood --syncookies 0")
              .raises("syn-received-high", 30, LIMIT, PEER, counter("listenDrops")),
          drill("flood with cookies", "syn-flood --syncookies 1")
              .raises("syn-received-high", 30, LIMIT, PEER, counter("syncookiesSent")),
          drill("exhausted range", "port-exhaustion").raises("ephemeral-ports-low", 30, PEER),
          drillOnLoopback("full accept queue", "accept-queue")
              .raises("listen-queue-full", 60, LIMIT, counter("listenOverflows")),
          drill("upstream that drops SYNs", "syn-sent").raises("syn-sent-high", 90, PEER),
          drillOnLoopback("leak of one a second", "close-wait --rate 1/s --count 2000")
              .holdingAfter(Duration.ofSeconds(100))
              .raises("close-wait-spike", 30, PEER, SERIES),
          drill("flood against cookies", "syn-flood --syncookies 2")
              .raises("syn-cookies", 180, counter("syncookiesSent")),
          drillOnLoopback("killed listener", "listener-gone --after " + LIVES)
              .holdingAfter(Duration.ofSeconds(150))
              .raises("listener-gone", 60),
          drillOnLoopback("leak of eight a minute", "close-wait --rate 8/m")
              .raises("close-wait-growing", 360, PEER, SERIES),
          drill("FINs that are lost", "teardown").raises("teardown-growing", 360, PEER, SERIES),
          drill("peer that never closes", "fin-wait-2")
              .raises("fin-wait-2-growing", 360, PEER, SERIES));

  @TempDir static Path folder;

  private static final Map<Incident, RunningIncident> RUNNING = new LinkedHashMap<>();
  private static Pipeline pipeline;
  private static Instant stopped;

  private record Unfinished(String name, String drill, boolean enters, Duration holdsAfter) {

    Unfinished holdingAfter(Duration time) {
      return new Unfinished(name, drill, enters, time);
    }

    Incident raises(String rule, int withinSeconds, String... evidence) {
      return new Incident(
          name,
          List.of(drill.split(" ", -1)),
          enters,
          holdsAfter,
          rule,
          Duration.ofSeconds(withinSeconds),
          List.of(evidence));
    }
  }

  private static Unfinished drill(String name, String drill) {
    return new Unfinished(name, drill, false, Duration.ZERO);
  }

  private static Unfinished drillOnLoopback(String name, String drill) {
    return new Unfinished(name, drill, true, Duration.ZERO);
  }

  @BeforeAll
  static void letThemHappen() throws Exception {
    try (CommandProcess probe = CommandProcess.start(folder, "drill", "syn-sent", "--for", "1s")) {
      if (probe.awaitEnd(Duration.ofSeconds(60)) == 2) {
        Assumptions.abort(probe.printed());
      }
    }
    pipeline = Pipeline.start(folder);
    try (CommandProcess collector = pipeline.collector(STOPPED_HOST)) {
      collector.kill();
      stopped = Instant.now();
    }
    for (Incident incident : INCIDENTS) {
      RUNNING.put(incident, RunningIncident.start(incident, folder));
    }
  }

  @AfterAll
  static void endThemAll() {
    RUNNING.values().forEach(RunningIncident::close);
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  @Order(1)
  void aStoppedCollectorIsASilentHost() {
    JsonNode alert = awaitAlert(host(STOPPED_HOST), stopped.plus(STOPPED_WITHIN));
    assertThat(alert.at("/rule/id").asText()).isEqualTo("host-silent");
  }

  @ParameterizedTest
  @FieldSource("INCIDENTS")
  @Order(2)
  void itsAlertFiresInTimeWithEvidence(Incident incident) throws Exception {
    RunningIncident running = Objects.requireNonNull(RUNNING.get(incident));
    JsonNode alert = awaitAlert(netns(running.netns()), running.onset().plus(incident.within()));
    System.out.printf(
        "%s: %s after %s%n",
        incident, alert.at("/rule/id").asText(), Duration.between(running.onset(), firedAt(alert)));
    System.out.println(alert);
    assertThat(alert.at("/rule/id").asText()).isEqualTo(incident.rule());
    assertThat(firedAt(alert)).isBefore(running.onset().plus(incident.within()));
    assertThat(alert.at(Incident.OWNER).asLong()).as("%s", alert).isEqualTo(running.pid());
    for (String pointer : incident.evidence()) {
      assertThat(alert.at(pointer).asText()).as("%s in %s", pointer, alert).isNotEmpty();
    }
  }

  @Test
  @Order(3)
  void noOtherAlertFires() throws Exception {
    List<String> expected = new ArrayList<>(List.of(STOPPED_HOST + " host-silent"));
    List<String> fired = new ArrayList<>(rules(host(STOPPED_HOST), STOPPED_HOST));
    for (RunningIncident running : RUNNING.values()) {
      expected.add(running.netns() + " " + running.incident().rule());
      fired.addAll(rules(netns(running.netns()), running.netns()));
    }
    fired.addAll(
        rules(host(Pipeline.HOST).and(alert -> alert.path("netns").isMissingNode()), "host"));
    assertThat(fired).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static JsonNode awaitAlert(Predicate<JsonNode> subject, Instant deadline) {
    Duration left = Duration.between(Instant.now(), deadline);
    await()
        .atMost(left.isNegative() ? Duration.ofSeconds(1) : left.plusSeconds(1))
        .until(() -> !pipeline.fired(subject).isEmpty());
    return pipeline.fired(subject).get(0);
  }

  private static List<String> rules(Predicate<JsonNode> subject, String name) {
    return pipeline.fired(subject).stream()
        .map(alert -> name + " " + alert.at("/rule/id").asText())
        .toList();
  }

  private static Instant firedAt(JsonNode alert) {
    return Instant.parse(alert.path("updatedAt").asText());
  }

  private static Predicate<JsonNode> host(String host) {
    return alert -> alert.path("host").asText().equals(host);
  }

  private static Predicate<JsonNode> netns(String netns) {
    return alert -> alert.path("netns").asText().equals(netns);
  }
}
