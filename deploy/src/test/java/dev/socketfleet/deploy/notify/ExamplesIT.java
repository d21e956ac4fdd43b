package dev.socketfleet.deploy.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of consumers do what their comments say. */
@Timeout(120)
class ExamplesIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Path EXAMPLES = Path.of("examples");

  private static final Instant AT = Instant.parse("2026-11-25T08:00:00Z");
  private static final Alert FIRING = AlertTopics.alert("w1", AlertStatus.FIRING, 2, AT);
  private static final Alert RESOLVED = AlertTopics.alert("w1", AlertStatus.RESOLVED, 3, AT);
  private static final Alert OTHER = AlertTopics.alert("w2", AlertStatus.FIRING, 2, AT);

  @TempDir private Path folder;
  private AlertTopics topics;

  @BeforeEach
  void start() {
    topics = new AlertTopics(folder);
  }

  @AfterEach
  void stop() {
    topics.close();
  }

  private record Run(Process process, Path output) implements AutoCloseable {

    List<String> lines() {
      try {
        return Files.readString(output, StandardCharsets.UTF_8).lines().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private Run run(String... command) throws IOException {
    Path output = Files.createTempFile(folder, "example", ".out");
    return new Run(
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start(),
        output);
  }

  private Run consumer() throws IOException {
    return run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-cp",
        System.getProperty("java.class.path"),
        EXAMPLES.resolve("AlertConsumer.java").toString(),
        topics.bootstrapServers());
  }

  @Test
  void theConsumerInJavaPrintsEachTransitionOnceAndGoesOnAfterARestart() throws Exception {
    topics.publish(FIRING, FIRING, OTHER);
    topics.publishBytes(topics.topics().alertEvents(), "x", "{".getBytes(StandardCharsets.UTF_8));
    try (Run first = consumer()) {
      await().atMost(SOON).untilAsserted(() -> assertThat(alerts(first)).hasSize(2));
      assertThat(alerts(first))
          .containsExactlyInAnyOrder(
              "2026-11-25T08:00:00Z firing warning w1: 300 sockets in CLOSE_WAIT on w1",
              "2026-11-25T08:00:00Z firing warning w2: 300 sockets in CLOSE_WAIT on w2");
      // Its commit follows the poll; one more transition shows that the poll after it came.
      topics.publish(AlertTopics.alert("w3", AlertStatus.FIRING, 2, AT));
      await().atMost(SOON).untilAsserted(() -> assertThat(alerts(first)).hasSize(3));
    }
    topics.publish(RESOLVED);
    try (Run second = consumer()) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(alerts(second))
                      .contains(
                          "2026-11-25T08:00:00Z resolved warning w1: 300 sockets in CLOSE_WAIT on w1"));
      assertThat(alerts(second)).noneMatch(line -> line.contains("firing warning w2"));
    }
  }

  private static List<String> alerts(Run run) {
    return run.lines().stream().filter(line -> line.contains(" warning w")).toList();
  }

  @Test
  void kcatPrintsTheCurrentAlertsAndFollowsTheirTransitions() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/kcat")), "kcat is missing: apt-get install kcat");
    String script = EXAMPLES.resolve("alerts-kcat.sh").toString();
    topics.publish(FIRING, RESOLVED, OTHER);
    try (Run current = run(script, "current", topics.bootstrapServers())) {
      assertThat(current.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(current.process().exitValue()).isZero();
      assertThat(transitions(current))
          .containsExactlyInAnyOrder(RESOLVED.transition(), OTHER.transition());
    }
    try (Run follow = run(script, "follow", topics.bootstrapServers())) {
      await().atMost(SOON).untilAsserted(() -> assertThat(transitions(follow)).hasSize(3));
      Alert later = AlertTopics.alert("w2", AlertStatus.RESOLVED, 3, AT);
      topics.publish(later);
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(transitions(follow)).contains(later.transition()));
    }
  }

  private static List<String> transitions(Run run) {
    return run.lines().stream().map(ExamplesIT::transition).toList();
  }

  private static String transition(String json) {
    try {
      return new JsonMapper().readTree(json).path("transition").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
