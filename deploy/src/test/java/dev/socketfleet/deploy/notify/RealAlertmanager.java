package dev.socketfleet.deploy.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Debian's Alertmanager as a process of the test. It can be killed and come again. */
public final class RealAlertmanager implements AutoCloseable {

  private static final Path BINARY = Path.of("/usr/bin/prometheus-alertmanager");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Process process;

  /**
   * Not started yet.
   *
   * @param webhook where it sends its own notifications
   */
  public RealAlertmanager(Path folder, String webhook) throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(BINARY),
        BINARY + " is missing: apt-get install prometheus-alertmanager");
    this.folder = Files.createDirectories(folder.resolve("alertmanager"));
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Files.writeString(
        this.folder.resolve("alertmanager.yml"),
        """
        route:
          receiver: test
          group_by: [alertname, host]
          group_wait: 100ms
          group_interval: 1s
          repeat_interval: 1h
        receivers:
          - name: test
            webhook_configs:
              - url: %s
                send_resolved: true
        """
            .formatted(webhook));
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Starts it; returns before it answers. */
  public void start() throws IOException {
    process =
        new ProcessBuilder(
                BINARY.toString(),
                "--config.file=" + folder.resolve("alertmanager.yml"),
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  /** Ends it with no chance to say goodbye; it forgets all alerts. */
  public void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
  }

  /** The alerts that it takes for firing; empty while it does not answer. */
  public List<JsonNode> active() throws InterruptedException {
    List<JsonNode> alerts = new ArrayList<>();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url() + "/api/v2/alerts?active=true"))
              .timeout(Duration.ofSeconds(5))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        JSON.readTree(answer.body()).forEach(alerts::add);
      }
    } catch (IOException e) {
      alerts.clear();
    }
    return alerts;
  }

  /** Hosts of the alerts that fire, in the order of the alphabet; the watchdog is of no host. */
  public List<String> activeHosts() throws InterruptedException {
    return active().stream()
        .filter(it -> !it.at("/labels/alertname").asText().equals("watchdog"))
        .map(it -> it.at("/labels/host").asText())
        .sorted()
        .toList();
  }

  /** Status and host of each notification that it sent, as {@code firing web-1}. */
  public static List<String> notified(HttpReceiver webhook) {
    List<String> notified = new ArrayList<>();
    for (HttpReceiver.Request request : webhook.accepted()) {
      try {
        for (JsonNode alert : JSON.readTree(request.body()).path("alerts")) {
          notified.add(alert.path("status").asText() + " " + alert.at("/labels/host").asText());
        }
      } catch (IOException e) {
        throw new AssertionError("Alertmanager sent no JSON", e);
      }
    }
    return notified;
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroy();
      try {
        if (!running.waitFor(5, TimeUnit.SECONDS)) {
          running.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        running.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
