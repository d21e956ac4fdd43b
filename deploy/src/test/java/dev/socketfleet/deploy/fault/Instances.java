package dev.socketfleet.deploy.fault;

import static org.awaitility.Awaitility.await;

import dev.socketfleet.deploy.pipeline.CommandProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Instances of the streams application as processes of their own, each with its own folder. */
final class Instances implements AutoCloseable {

  static final Duration WINDOW = Duration.ofSeconds(2);

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);

  /** The defaults with waits that suit a test. */
  private static final String RULES =
      """
      rules:
        - id: close-wait-high
          kind: threshold
          select: {state: close_wait}
          parameters: {at_least: 100, clear_below: 50}
          for: 1s
          keep_firing_for: 1s
          severity: warning
        - id: host-silent
          kind: absent
          parameters: {intervals: 3, at_least: 10s}
          for: 1s
          severity: critical
      """;

  private final Path folder;
  private final String bootstrapServers;
  private final List<String> settings;
  private final Map<String, CommandProcess> running = new HashMap<>();
  private final Map<String, String> urls = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * None yet.
   *
   * @param settings {@code key=value} for all of them
   */
  Instances(Path folder, String bootstrapServers, List<String> settings) throws IOException {
    this(folder, bootstrapServers, settings, RULES);
  }

  /**
   * None yet.
   *
   * @param rules on top of the defaults, as YAML
   */
  Instances(Path folder, String bootstrapServers, List<String> settings, String rules)
      throws IOException {
    this.folder = folder;
    this.bootstrapServers = bootstrapServers;
    this.settings = settings;
    Files.writeString(folder.resolve("rules.yaml"), rules);
  }

  /** Starts one and waits until it answers every question. */
  void start(String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("streams", "--bootstrap-server", bootstrapServers));
    List<String> all = new ArrayList<>(settings);
    all.addAll(
        List.of(
            "window.size=2s",
            "window.grace=1s",
            "http.port=0",
            "rules.file=" + folder.resolve("rules.yaml"),
            "state.dir=" + state(name)));
    all.forEach(setting -> command.addAll(List.of("--set", setting)));
    CommandProcess process = CommandProcess.start(folder, command.toArray(String[]::new));
    running.put(name, process);
    String url = process.awaitPrinted("The API is at (http://\\S+)");
    urls.put(name, url);
    await().atMost(READY_WITHIN).until(() -> !process.isAlive() || isReady(url));
    if (!process.isAlive()) {
      throw new AssertionError("instance " + name + " ended:\n" + process.printed());
    }
  }

  private boolean isReady(String url) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where the API of one is. */
  String url(String name) {
    return Objects.requireNonNull(urls.get(name), "instance " + name + " was never started");
  }

  Path state(String name) {
    return folder.resolve("state-" + name);
  }

  /** Ends one with no chance to say goodbye. */
  void kill(String name) throws InterruptedException {
    process(name).kill();
  }

  /** Ends one as an operator does. */
  void stop(String name) throws InterruptedException {
    process(name).stop(Duration.ofSeconds(30));
  }

  private CommandProcess process(String name) {
    CommandProcess process = running.remove(name);
    if (process == null) {
      throw new IllegalStateException("instance " + name + " does not run");
    }
    return process;
  }

  /** What all of them printed. */
  String printed() {
    StringBuilder text = new StringBuilder();
    running.forEach((name, process) -> text.append(name).append(":\n").append(process.printed()));
    return text.toString();
  }

  @Override
  public void close() {
    running.values().forEach(CommandProcess::close);
  }
}
