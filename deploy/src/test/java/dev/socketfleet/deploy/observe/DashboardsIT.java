package dev.socketfleet.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.socketfleet.deploy.pipeline.CommandProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus, with the configuration and the rules that ship, scrapes a running pipeline and
 * has an answer to every question of the dashboards and rules.
 */
@Timeout(300)
class DashboardsIT {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:\\w+:)?(?:socketfleet|kafka|jvm|process|system)_[a-z0-9_:]*");
  private static final Pattern IN_BRACES = Pattern.compile("\\{[^}]*\\}");

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void everyExpressionIsAboutSeriesThatAreExported() throws Exception {
    assumeTrue(
        Files.isExecutable(PROMETHEUS),
        "Skipped: no /usr/bin/prometheus. Install it with: apt-get install prometheus");
    try (CommandProcess local =
        CommandProcess.start(
            folder,
            "local",
            "--data",
            folder.resolve("data").toString(),
            "--port",
            "0",
            "--kafka-port",
            "0",
            "--host-id",
            "web-17",
            "--interval",
            "1s")) {
      int target = Integer.parseInt(local.awaitPrinted("API +http://127.0.0.1:(\\d+)"));
      assertExported(target);
      int port = freePort();
      Process prometheus = prometheus(target, port);
      try {
        assertAnswered(port);
      } finally {
        prometheus.destroy();
        assertThat(prometheus.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  /** Names alone, in what the instance itself says. */
  private void assertExported(int target) throws Exception {
    String rules = Files.readString(PrometheusRulesIT.FOLDER.resolve("socketfleet-rules.yml"));
    Set<String> recorded =
        Pattern.compile("- record: (\\S+)")
            .matcher(rules)
            .results()
            .map(it -> it.group(1))
            .collect(Collectors.toSet());
    Set<String> wanted = new TreeSet<>();
    Pattern.compile("expr: ((?:>-\\n(?:\\s{10,}.*\\n)+)|.*)")
        .matcher(rules)
        .results()
        .forEach(it -> wanted.addAll(metrics(it.group(1))));
    Dashboard.all()
        .forEach(
            dashboard ->
                Stream.concat(dashboard.expressions().stream(), dashboard.choices().stream())
                    .forEach(it -> wanted.addAll(metrics(it))));
    wanted.removeAll(recorded);
    assertThat(wanted).hasSizeGreaterThan(20);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              String text = text("http://127.0.0.1:" + target + "/metrics");
              Set<String> exported =
                  text.lines()
                      .filter(line -> !line.startsWith("#"))
                      .map(line -> line.split("[{ ]", 2)[0])
                      .collect(Collectors.toSet());
              assertThat(exported).containsAll(wanted);
            });
  }

  private static Set<String> metrics(String expression) {
    return METRIC
        .matcher(IN_BRACES.matcher(expression).replaceAll(" "))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  private Process prometheus(int target, int port) throws Exception {
    Files.copy(
        PrometheusRulesIT.FOLDER.resolve("socketfleet-rules.yml"),
        folder.resolve("socketfleet-rules.yml"));
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        Files.readString(PrometheusRulesIT.FOLDER.resolve("prometheus.yml"))
            .replace("127.0.0.1:8088", "127.0.0.1:" + target)
            .replace("interval: 15s", "interval: 1s"));
    return new ProcessBuilder(
            PROMETHEUS.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("tsdb"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("prometheus.log").toFile())
        .start();
  }

  private void assertAnswered(int port) {
    String url = "http://127.0.0.1:" + port + "/api/v1/query?query=";
    for (Dashboard dashboard : Dashboard.all()) {
      for (String expression : dashboard.expressions()) {
        String filled =
            expression
                .replace("$__rate_interval", "10s")
                .replace("=\"$host\"", "=\"web-17\"")
                .replaceAll("\\$(role|port|state|instance)\\b", ".*");
        assertThat(filled).doesNotContain("$");
        await()
            .atMost(SOON)
            .ignoreExceptions()
            .untilAsserted(
                () -> {
                  JsonNode answer = json(url + URLEncoder.encode(filled, StandardCharsets.UTF_8));
                  assertThat(answer.path("status").asText()).as(filled).isEqualTo("success");
                  if (!isAboutTrouble(filled)) {
                    assertThat(answer.path("data").path("result")).as(filled).isNotEmpty();
                  }
                });
      }
    }
  }

  /** A host without trouble has no sockets in these states. */
  private static boolean isAboutTrouble(String expression) {
    return List.of("close_wait", "syn_received", "syn_sent", "time_wait").stream()
        .anyMatch(expression::contains);
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private String text(String url) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private JsonNode json(String url) throws Exception {
    return new JsonMapper().readTree(text(url));
  }
}
