package dev.socketfleet.deploy.incident;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.deploy.pipeline.CommandProcess;
import dev.socketfleet.deploy.pipeline.WholeTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code socketfleet local} with a collector of all network namespaces every two seconds, and what
 * it has on its topics.
 */
final class Pipeline implements AutoCloseable {

  static final String HOST = "incident-host";

  private static final Duration SOON = Duration.ofSeconds(60);

  private final CommandProcess local;
  private final Path folder;

  private Pipeline(CommandProcess local, Path folder) {
    this.local = local;
    this.folder = folder;
  }

  /** Returns when the host is known: what appears from then on is new. */
  static Pipeline start(Path folder) throws IOException {
    Pipeline pipeline =
        new Pipeline(
            CommandProcess.start(
                folder,
                "local",
                "--port",
                "0",
                "--kafka-port",
                "0",
                "--host",
                HOST,
                "--data",
                folder.resolve("data").toString()),
            folder);
    await().atMost(SOON).until(() -> pipeline.snapshotsOf(HOST) > 3);
    return pipeline;
  }

  /** One more collector, as of another host that has nothing but its own namespace. */
  CommandProcess collector(String host) throws IOException {
    CommandProcess collector =
        CommandProcess.start(
            folder,
            "collect",
            "--bootstrap-server",
            bootstrapServers(),
            "--host",
            host,
            "--interval",
            "2s",
            "--netns",
            "own");
    await().atMost(SOON).until(() -> snapshotsOf(host) > 3);
    return collector;
  }

  private long snapshotsOf(String host) {
    return WholeTopic.json(bootstrapServers(), "socketfleet.snapshots").stream()
        .filter(it -> it.path("host").asText().equals(host))
        .count();
  }

  /** The alerts that have fired so far and that match, each as it was when it fired. */
  List<JsonNode> fired(Predicate<JsonNode> matching) {
    return WholeTopic.json(bootstrapServers(), "socketfleet.alert-events").stream()
        .filter(alert -> alert.path("status").asText().equals("firing"))
        .filter(matching)
        .distinct()
        .toList();
  }

  private String bootstrapServers() {
    return local.awaitPrinted("Kafka +(127\\.0\\.0\\.1:\\d+)");
  }

  @Override
  public void close() {
    local.close();
  }
}
