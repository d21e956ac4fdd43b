package dev.socketfleet.deploy.local;

import dev.socketfleet.deploy.SetupException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker inside this process, on 127.0.0.1 only. Its folder keeps topics, offsets and
 * the cluster id, so a later broker on the same folder, on whatever port, goes on where this one
 * stopped.
 *
 * <p>The only class that touches Kafka's server internals, which have no compatibility promise.
 * Started and closed by one thread.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

  private final Path folder;
  private final int requestedPort;
  private int port;
  private @Nullable KafkaRaftServer server;

  /**
   * @param folder made when missing
   * @param port 0 picks a free one
   */
  public EmbeddedBroker(Path folder, int port) {
    this.folder = folder;
    this.requestedPort = port;
  }

  /**
   * Returns when clients can connect.
   *
   * @throws SetupException when the port is taken or the folder cannot be written
   * @throws KafkaException when the broker does not come up within the deadline; it is shut down
   */
  public void start(Duration deadline) {
    port = LoopbackPort.require(requestedPort, "--kafka-port");
    BrokerSettings settings = new BrokerSettings(folder, port, LoopbackPort.free());
    Properties properties = settings.properties();
    format(properties);
    KafkaRaftServer starting =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    server = starting;
    try {
      within(deadline, "start", starting::startup);
    } catch (RuntimeException e) {
      // Its threads are no daemons: without this the process would never end.
      close();
      throw e;
    }
  }

  /** Where clients connect, as {@code bootstrap.servers} wants it. */
  public String bootstrapServers() {
    return LoopbackPort.ADDRESS + ":" + port;
  }

  /** Shuts down cleanly, so that the next start needs no recovery; waits at most 10 seconds. */
  @Override
  public void close() {
    close(CLOSE_DEADLINE);
  }

  /** The same with a deadline of one's own; what is still open then is left to the process end. */
  public void close(Duration deadline) {
    KafkaRaftServer closing = server;
    server = null;
    if (closing == null) {
      return;
    }
    try {
      within(deadline, "stop", closing::shutdown);
    } catch (KafkaException e) {
      LOG.warn("The embedded broker did not stop cleanly; its next start checks its logs", e);
    }
  }

  /** Writes the identity of a new folder; a folder that has one keeps it. */
  private void format(Properties properties) {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    Path file = folder.resolve("broker.properties");
    try {
      Files.createDirectories(folder);
      try (Writer writer = Files.newBufferedWriter(file)) {
        properties.store(writer, "The embedded broker's settings at its first start");
      }
    } catch (IOException e) {
      throw new SetupException(
          "The data folder '%s' cannot be written: %s. Choose another with --data, or give this user the right."
              .formatted(folder, e),
          e);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] command = {
      "format", "-c", file.toString(), "-t", Uuid.randomUuid().toString(), "--ignore-formatted"
    };
    int code = StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
    if (code != 0) {
      throw new KafkaException(
          "The data folder '%s' could not be formatted: %s"
              .formatted(folder, said.toString(StandardCharsets.UTF_8).strip()));
    }
  }

  private static void within(Duration deadline, String step, Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                action.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            },
            "embedded-broker-" + step);
    thread.setDaemon(true);
    thread.start();
    try {
      done.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new KafkaException("The embedded broker could not " + step, e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException(
          "The embedded broker did not %s within %d s".formatted(step, deadline.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while the embedded broker was to " + step, e);
    }
  }
}
