package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.deploy.pipeline.CommandProcess;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.fleet.FleetWindow;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.http.ApiServer;
import dev.socketfleet.streams.http.ApiServices;
import dev.socketfleet.streams.http.Health;
import dev.socketfleet.streams.http.HttpSettings;
import dev.socketfleet.streams.query.AlertHistory.Found;
import dev.socketfleet.streams.query.FleetReader;
import dev.socketfleet.streams.query.RulesView;
import dev.socketfleet.streams.query.State;
import dev.socketfleet.streams.rule.RuleSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCommandsIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Instant now = Instant.now();
  private final SampleEvents events = new SampleEvents();
  private final SampleFleet fleet = new SampleFleet(now);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ApiServer server = server(0);

  private ApiServer server(int port) {
    return new ApiServer(
        HttpSettings.loopback(port),
        new ApiServices(
            new State(fleet, new NoWindows()),
            new State(fleet, new NoWindows()),
            new State(fleet, new NoWindows()),
            fleet,
            new AloneInstance(),
            fleet,
            question -> new Found(List.of(), true),
            events,
            () -> new RulesView(RuleSet.defaults(), Map.of(), List.of()),
            StateDictionary.load(),
            EngineSettings.DEFAULT,
            new AlwaysReady(),
            () -> "",
            new SimpleMeterRegistry(),
            Clock.systemUTC()));
  }

  private record NoWindows() implements FleetReader {

    @Override
    public Optional<FleetWindow> latest(FleetScope scope) {
      return Optional.empty();
    }

    @Override
    public List<WindowCounts> windows(
        FleetScope scope, Optional<Endpoint> endpoint, Instant from, Instant to) {
      return List.of();
    }
  }

  private record AlwaysReady() implements Health {

    @Override
    public boolean isAlive() {
      return true;
    }

    @Override
    public List<String> waitingFor() {
      return List.of();
    }
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int run(String url, String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(List.of("--url", url));
    return Socketfleet.run(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private void prints(String... args) {
    assertThat(run(server.url(), args)).as("%s", err).isZero();
    assertThat(err.toString()).isEmpty();
  }

  private JsonNode json() throws IOException {
    return new JsonMapper().readTree(out.toString());
  }

  @Test
  void listsHosts() {
    prints("hosts");
    assertThat(out.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .matches("HOST +STATUS +SEEN +SOURCE +LABELS +TROUBLE +TOTAL +SOCKETS");
    assertThat(out.toString())
        .containsPattern(
            "web-17 +up +\\d+s +netlink +dc:eu1 +clock off by -86400 s, lost 3 +300 +close_wait 300");
  }

  @Test
  void theJsonOfAListIsThatOfTheApi() throws IOException {
    prints("query", "hosts", "--json", "--label", "dc:eu1");
    assertThat(json().path("items").findValuesAsText("host")).containsExactly("web-17");
    assertThat(json().path("partial").isBoolean()).isTrue();
  }

  @Test
  void everyLabelCounts() {
    prints("hosts", "--label", "dc:eu1", "--label", "rack:7");
    assertThat(out).hasToString("No hosts.\n");
  }

  @Test
  void showsAHostWithoutItsControlCharacters() {
    prints("query", "host", "web-17");
    assertThat(out.toString())
        .startsWith("web-17  Linux?[31m 6.18  up, read by netlink ")
        .containsPattern("server:443 +host +nginx.service \\(812\\) +2/511 +300 +close_wait 300\n")
        .doesNotContain("\u001b");
  }

  @Test
  void showsASeries() {
    prints(
        "query", "series", "web-17", "--role", "server", "--port", "443", "--state", "CLOSE-WAIT");
    assertThat(out.toString())
        .startsWith("START ")
        .containsPattern(":00 +1 +300 +300 +300.0 +300\n")
        .contains("web-17  server:443  close_wait\n", "highest 300  lowest 300  last 300");
  }

  @Test
  void ranks() {
    prints("query", "top", "--state", "close_wait", "--by", "owner");
    assertThat(out.toString()).containsPattern(" 300 +1 +unit nginx.service +web-17 \\(300\\)\n");
  }

  @Test
  void listsRules() {
    prints("rules");
    assertThat(out.toString().lines().count()).isEqualTo(1L + RuleSet.defaults().all().size());
  }

  @Test
  void listsAndExplainsAlerts() {
    Alert alert = SampleFleet.alert(AlertStatus.FIRING, 2, now, "300 sockets\u001b]0;x\u0007 leak");
    fleet.put(alert);

    prints("alerts", "--status", "firing");
    assertThat(out.toString())
        .containsPattern(
            "firing +warning +.* web-17 +server:443 +close_wait +300 +2.3 +300 sockets")
        .doesNotContain("\u001b", "\u0007");

    prints("alerts", alert.id().substring(0, 6));
    assertThat(out.toString())
        .contains("id         " + alert.id(), "owner      unit nginx.service (nginx 812) 300")
        .contains("- ss -tanp state close-wait")
        .doesNotContain("\u001b", "\u0007");
  }

  @Test
  void listAndShowAreCommandsToo() {
    Alert alert = SampleFleet.alert(AlertStatus.FIRING, 2, now, "300 sockets leak");
    fleet.put(alert);
    prints("alerts", "list", "--state", "CLOSE-WAIT");
    assertThat(out.toString()).contains("firing", "300 sockets leak");
    prints("alerts", "show", alert.id().substring(0, 6));
    assertThat(out.toString()).contains("id         " + alert.id());
  }

  @Test
  void anIdMustNameOneAlert() {
    fleet.put(SampleFleet.alert(AlertStatus.FIRING, 2, now, "one"));
    fleet.put(SampleFleet.alertOf("host-silent", AlertStatus.FIRING, 2, now, "other"));
    assertThat(run(server.url(), "alerts", "show", "")).isEqualTo(1);
    assertThat(err.toString()).contains("2 alerts begin with '': ", ". Give more characters.");
  }

  @Test
  void printsOneAlertAsJsonALine() throws IOException {
    Alert alert = SampleFleet.alert(AlertStatus.FIRING, 2, now, "300 sockets leak");
    fleet.put(alert);
    prints("alerts", "--json");
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(json().path("id").asText()).isEqualTo(alert.id());
  }

  @Test
  void followsEachTransitionThroughAnOutage() throws Exception {
    fleet.put(SampleFleet.alert(AlertStatus.FIRING, 2, now, "300 sockets leak"));
    int port = server.port();
    String url = server.url();
    Thread follower = new Thread(() -> run(url, "alerts", "--follow"));
    follower.start();
    try {
      printed(out, "FIRING");
      tell(AlertStatus.FIRING, 3);
      await().atMost(SOON).until(() -> out.toString().lines().count() == 2);
      server.close();
      // The server may be gone before it has said so.
      await()
          .atMost(SOON)
          .until(
              () ->
                  err.toString()
                      .matches(
                          "(?s)socketfleet alerts: the (API ended the connection: stopping|connection to the API ended)\\n"));
      tell(AlertStatus.RESOLVED, 4);
      try (ApiServer again = server(port)) {
        again.start();
        printed(err, "connected again");
        printed(out, "RESOLVED");
        tell(AlertStatus.RESOLVED, 4);
        tell(AlertStatus.FIRING, 5);
        await().atMost(SOON).until(() -> out.toString().lines().count() == 4);
      }
    } finally {
      follower.interrupt();
      follower.join(SOON.toMillis());
    }
    assertThat(follower.isAlive()).isFalse();
    assertThat(out.toString().lines())
        .hasSize(4)
        .first()
        .asString()
        .matches(
            "\\d\\d:\\d\\d:\\d\\d  FIRING    warning   web-17  server:443  close_wait  value 300"
                + "  usual 2.3  unit nginx.service \\(nginx 812\\) 300  300 sockets leak");
    assertThat(out.toString()).contains("(cleared)");
  }

  private void tell(AlertStatus status, long revision) {
    Alert alert = SampleFleet.alert(status, revision, now, "300 sockets leak");
    fleet.put(alert);
    events.tell(alert);
  }

  private static void printed(StringWriter writer, String text) {
    await().atMost(SOON).until(() -> writer.toString().contains(text));
  }

  @Test
  void watchesUntilItIsToldToStopAndEndsWell(@TempDir Path folder) throws Exception {
    try (CommandProcess watch =
        CommandProcess.start(folder, "hosts", "--watch=200ms", "--json", "--url", server.url())) {
      watch.awaitPrinted("(?s)web-17.*\n.*web-17.*\n");
      assertThat(watch.stop(SOON)).isZero();
      assertThat(watch.printed().lines())
          .hasSizeGreaterThan(1)
          .allMatch(line -> line.startsWith("{\"items\":[{\"host\":\"web-17\""));
    }
  }

  @Test
  void printsCsvAsTheApiWritesIt() {
    prints("hosts", "--csv");
    assertThat(out.toString())
        .startsWith("host,os,labels,")
        .contains("\r\nweb-17,")
        .doesNotContain("\r\nhost,");
    assertThat(run(server.url(), "query", "top", "--state", "listen", "--csv", "--json"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--csv goes neither with --json nor with --watch");
  }

  @Test
  void jsonHasNoCharacterThatATerminalObeys() {
    assertThat(JsonOutput.safe("{\"os\":\"\u009b2J\u202e\u007f m\u00fcde\"}"))
        .isEqualTo("{\"os\":\"\\u009b2J\\u202e\\u007f m\u00fcde\"}");
  }

  @Test
  void saysThatNobodyIsThere() {
    String url = server.url();
    server.close();
    assertThat(run(url, "hosts")).isEqualTo(1);
    assertThat(err)
        .hasToString(
            "socketfleet hosts: no Socketfleet at "
                + url
                + " (connection refused). Start one with `socketfleet local`, or name another with"
                + " --url or SOCKETFLEET_URL.\n");
  }

  @Test
  void whatTheApiDoesNotTakeIsAUsageError() {
    assertThat(run(server.url(), "query", "top", "--state", "CLOSE_WIAT")).isEqualTo(2);
    assertThat(err.toString()).contains("state was 'CLOSE_WIAT'", "Did you mean close_wait?");
    assertThat(run("nonsense", "hosts")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--url was 'nonsense' but it must be like http://127.0.0.1:8088");
  }

  @Test
  void anUnknownHostFails() {
    assertThat(run(server.url(), "query", "host", "nobody")).isEqualTo(1);
    assertThat(err.toString())
        .contains("host 'nobody' is not known. `socketfleet hosts` lists all 1");
    assertThat(run(server.url(), "query", "series", "web-71", "--state", "closed")).isEqualTo(1);
    assertThat(err.toString()).contains("host 'web-71' is not known. Did you mean web-17?");
  }

  @Test
  void noticesThatSomethingElseAnswers() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] body = "<html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    other.start();
    try {
      String url = "http://127.0.0.1:" + other.getAddress().getPort();
      assertThat(run(url, "hosts")).isEqualTo(1);
      assertThat(err.toString())
          .contains("what answers at " + url + " is no Socketfleet API. Check --url.");
    } finally {
      other.stop(0);
    }
  }
}
