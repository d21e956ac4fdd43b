package dev.socketfleet.deploy.local;

import dev.socketfleet.collector.CollectorApp;
import dev.socketfleet.collector.CollectorConfig;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.common.config.SharedKeys;
import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.streams.StreamsApp;
import dev.socketfleet.streams.StreamsConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole pipeline in one process: an embedded broker, the streams application and a collector of
 * this host, each the real one. Started and closed by one thread.
 */
public final class LocalApp implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LocalApp.class);

  private static final Duration BROKER_WITHIN = Duration.ofSeconds(60);
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration BROKER_STOPS_WITHIN = Duration.ofSeconds(2);

  private final LocalSettings settings;
  private final DataFolder folder;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  LocalApp(LocalSettings settings, DataFolder folder) {
    this.settings = settings;
    this.folder = folder;
  }

  /** What runs, once all of it does. */
  record Running(StreamsApp streams, String host, String bootstrapServers) {}

  /**
   * Starts all parts in the order of the data path and waits until questions can be answered.
   *
   * @param progress takes a line at each step
   */
  Running start(Consumer<String> progress) throws InterruptedException {
    LoopbackPort.require(settings.httpPort(), "--port");
    // Both are read before anything starts, so that a mistake costs no time.
    streamsConfig(LoopbackPort.ADDRESS + ":" + settings.kafkaPort());
    collectorConfig(LoopbackPort.ADDRESS + ":" + settings.kafkaPort());
    progress.accept("Starting Kafka (data in " + folder + ")");
    EmbeddedBroker broker = new EmbeddedBroker(folder.kafka(), settings.kafkaPort());
    broker.start(BROKER_WITHIN);
    started.push(() -> broker.close(BROKER_STOPS_WITHIN));
    createTopics(broker.bootstrapServers());
    progress.accept("Starting streams");
    StreamsApp streams =
        new StreamsApp(streamsConfig(broker.bootstrapServers()), Clock.systemUTC());
    started.push(streams);
    streams.start();
    progress.accept("Starting the collector of this host");
    CollectorApp collector =
        new CollectorApp(collectorConfig(broker.bootstrapServers()), Clock.systemUTC());
    started.push(collector);
    start(collector);
    awaitReady(streams);
    return new Running(streams, collector.host(), broker.bootstrapServers());
  }

  private static void start(CollectorApp collector) {
    try {
      collector.start();
    } catch (SourceUnavailableException e) {
      throw new CommandFailedException(
          "The collector cannot read this host's sockets: " + e.getMessage());
    }
  }

  private static void createTopics(String bootstrapServers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
    }
  }

  private StreamsConfig streamsConfig(String bootstrapServers) {
    Map<String, String> overrides = new HashMap<>(settings.settings());
    // What only the collector knows is not for streams; what neither knows is told here.
    CollectorConfig.keys().names().stream()
        .filter(key -> !StreamsConfig.keys().names().contains(key))
        .forEach(overrides::remove);
    overrides.putIfAbsent(StreamsConfig.NUM_STANDBY_REPLICAS, "0");
    overrides.put(SharedKeys.BOOTSTRAP_SERVERS, bootstrapServers);
    overrides.put(StreamsConfig.STATE_DIR, folder.streams().toString());
    overrides.put(StreamsConfig.HTTP_PORT, Integer.toString(settings.httpPort()));
    return StreamsConfig.load(Optional.empty(), Map.of(), overrides);
  }

  private CollectorConfig collectorConfig(String bootstrapServers) {
    Map<String, String> overrides = new HashMap<>(settings.settings());
    StreamsConfig.keys().names().stream()
        .filter(key -> !CollectorConfig.keys().names().contains(key))
        .forEach(overrides::remove);
    overrides.put(SharedKeys.BOOTSTRAP_SERVERS, bootstrapServers);
    overrides.put(CollectorConfig.INTERVAL, settings.interval().toMillis() + "ms");
    overrides.put(CollectorConfig.PHASE, "false");
    settings.host().ifPresent(host -> overrides.put(CollectorConfig.HOST_ID, host));
    return CollectorConfig.load(Optional.empty(), Map.of(), overrides);
  }

  private static void awaitReady(StreamsApp streams) throws InterruptedException {
    long start = System.nanoTime();
    while (!streams.isReady()) {
      if (System.nanoTime() - start > READY_WITHIN.toNanos()) {
        throw new CommandFailedException(
            "The streams application did not get ready within %d s; the log says why."
                .formatted(READY_WITHIN.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** In the reverse order of the start; each part has a deadline of its own. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        log.warn("A part did not stop cleanly", e);
      }
    }
  }
}
