package dev.socketfleet.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code socketfleet local} as a person runs it: processes, real sockets, a real terminal's text.
 */
class LocalIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "API +(http://127\\.0\\.0\\.1:\\d+)";
  private static final String KAFKA = "Kafka +(127\\.0\\.0\\.1:\\d+)";
  private static final Duration FIRES_WITHIN = Duration.ofSeconds(30);
  private static final Duration RESOLVES_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);

  private static final Integer[] STOPPED = {0, 130, 143};

  @TempDir Path folder;

  @Test
  void oneIncidentIsOneAlertEverywhereAndAcrossARestart() throws Exception {
    try (CommandProcess drill = socketfleet("drill", "close-wait", "--for", "10m")) {
      int port =
          Integer.parseInt(
              drill.awaitPrinted(
                  "300 close_wait sockets on port (\\d+), process %d".formatted(drill.pid())));
      JsonNode fired;
      try (CommandProcess local = local()) {
        fired = firesEverywhere(local);
        describesTheDrill(fired, port, drill.pid());
        assertThat(local.stop(STOPS_WITHIN)).isIn((Object[]) STOPPED);
      }
      try (CommandProcess local = local()) {
        int before = snapshots(local).size();
        await().atMost(FIRES_WITHIN).until(() -> snapshots(local).size() > before + 3);
        assertThat(firing(local)).containsExactly(fired);
        awaitSeriesThatEqualTheTopic(local, port);

        drill.stop(STOPS_WITHIN);
        await().atMost(RESOLVES_WITHIN).untilAsserted(() -> assertThat(firing(local)).isEmpty());
        assertThat(transitions(local, fired.path("id").asText()))
            .containsExactly("pending", "firing", "resolved cleared");
        assertThat(local.stop(STOPS_WITHIN)).isIn((Object[]) STOPPED);
      }
    }
  }

  /** The one alert of the API, once the terminal and the topic have it too. */
  private JsonNode firesEverywhere(CommandProcess local) throws Exception {
    try (CommandProcess follower =
        socketfleet("alerts", "--follow", "--json", "--url", local.awaitPrinted(API))) {
      await().atMost(FIRES_WITHIN).untilAsserted(() -> assertThat(firing(local)).hasSize(1));
      JsonNode fired = firing(local).get(0);
      await()
          .atMost(FIRES_WITHIN)
          .until(() -> follower.printed().contains(fired.path("transition").asText()));
      assertThat(WholeTopic.json(local.awaitPrinted(KAFKA), "socketfleet.alerts")).contains(fired);
      return fired;
    }
  }

  private static void describesTheDrill(JsonNode alert, int port, long pid) {
    assertThat(alert.path("rule").path("id").asText()).isEqualTo("close-wait-high");
    assertThat(alert.path("host").asText()).isNotEmpty();
    assertThat(alert.path("role").asText()).isEqualTo("server");
    assertThat(alert.path("port").asInt()).isEqualTo(port);
    assertThat(alert.path("state").asText()).isEqualTo("close_wait");
    assertThat(alert.path("value").asInt()).isEqualTo(300);
    assertThat(alert.path("baseline").isNumber()).isTrue();
    assertThat(alert.path("threshold").asInt()).isEqualTo(100);
    assertThat(alert.path("evidence").path("owners").path(0).path("pid").asLong()).isEqualTo(pid);
    assertThat(alert.path("summary").asText()).contains("300", Integer.toString(port));
  }

  @Test
  void halfOpenConnectionsRaiseAnAlertThatNamesTheListener() throws Exception {
    try (CommandProcess local = local()) {
      local.awaitPrinted(API);
      try (CommandProcess drill = socketfleet("drill", "syn-received", "--for", "10m")) {
        skipWithoutRights(drill);
        String pid = drill.awaitPrinted("syn_received sockets on port \\d+ .*, process (\\d+)");
        await().atMost(FIRES_WITHIN).untilAsserted(() -> assertThat(firing(local)).hasSize(1));
        JsonNode alert = firing(local).get(0);
        assertThat(alert.path("rule").path("id").asText()).isEqualTo("syn-received-high");
        assertThat(alert.path("state").asText()).isEqualTo("syn_received");
        assertThat(alert.path("netns").asText()).startsWith("socketfleet-drill-");
        assertThat(alert.path("evidence").path("owners").path(0).path("pid").asText())
            .isEqualTo(pid);
      }
      await().atMost(RESOLVES_WITHIN).untilAsserted(() -> assertThat(firing(local)).isEmpty());
    }
  }

  @Test
  void namesWhatKeepsItFromStarting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      fails("--port was '" + port + "'", "local", "--ephemeral", "--port", port);
      fails("--kafka-port was '" + port + "'", "local", "--ephemeral", "--kafka-port", port);
    }
    fails("'/proc/none' cannot be written", "local", "--data", "/proc/none");
    fails("unknown option '--prot'. Did you mean '--port'?", "local", "--prot", "1");
    fails(
        "window.sise is not a configuration key (command line). The nearest known key is window.size.",
        "local",
        "--ephemeral",
        "--set",
        "window.sise=1m");
  }

  private void fails(String message, String... arguments) throws Exception {
    try (CommandProcess command = socketfleet(arguments)) {
      assertThat(command.awaitEnd(Duration.ofSeconds(60))).isEqualTo(2);
      assertThat(command.printed()).contains(message).doesNotContain("\tat ");
    }
  }

  private CommandProcess local() throws IOException {
    return socketfleet(
        "local", "--port", "0", "--kafka-port", "0", "--data", folder.resolve("data").toString());
  }

  private CommandProcess socketfleet(String... arguments) throws IOException {
    return CommandProcess.start(folder, arguments);
  }

  /** The command itself says, with exit code 2, what it would need. */
  private static void skipWithoutRights(CommandProcess drill) throws InterruptedException {
    await().until(() -> !drill.printed().isEmpty());
    if (!drill.isAlive() && drill.awaitEnd(STOPS_WITHIN) == 2) {
      Assumptions.abort(drill.printed());
    }
  }

  private static List<JsonNode> firing(CommandProcess local) throws Exception {
    return items(local, "/api/v1/alerts?status=firing");
  }

  private static List<JsonNode> items(CommandProcess local, String path) throws Exception {
    return get(local, path).path("items").valueStream().toList();
  }

  private static JsonNode get(CommandProcess local, String path) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(local.awaitPrinted(API) + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** A transition that was sent again under its own name counts once. */
  private static List<String> transitions(CommandProcess local, String id) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (JsonNode event : WholeTopic.json(local.awaitPrinted(KAFKA), "socketfleet.alert-events")) {
      if (event.path("id").asText().equals(id)) {
        byName.put(
            event.path("transition").asText(),
            (event.path("status").asText() + " " + event.path("reason").asText()).strip());
      }
    }
    return List.copyOf(byName.values());
  }

  /** Each snapshot is in exactly one window once, whichever of the processes saw it. */
  private static void awaitSeriesThatEqualTheTopic(CommandProcess local, int port)
      throws Exception {
    String host = items(local, "/api/v1/hosts").get(0).path("host").asText();
    String path =
        "/api/v1/hosts/%s/series?role=server&port=%d&state=close_wait&from=-30m"
            .formatted(host, port);
    await()
        .atMost(FIRES_WITHIN)
        .untilAsserted(
            () ->
                assertThat(PlainWindows.of(get(local, path)))
                    .isEqualTo(PlainWindows.of(snapshots(local), port, "close_wait")));
  }

  private static List<JsonNode> snapshots(CommandProcess local) {
    return WholeTopic.json(local.awaitPrinted(KAFKA), "socketfleet.snapshots");
  }
}
