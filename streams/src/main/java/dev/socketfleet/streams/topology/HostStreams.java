package dev.socketfleet.streams.topology;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.metrics.StreamsCounters;
import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.StoresUnavailableException;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.topology.StoreReader.Reach;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running topology: Kafka Streams with the host stage, the watch over the partitions' ends, and
 * the reader of the stores.
 *
 * <p>A stream thread that dies is replaced, so that a passing fault heals; the sixth within a
 * minute stops the instance, since what does not heal needs a person.
 */
public final class HostStreams implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HostStreams.class);

  private static final int MAX_DEATHS = 5;
  private static final Duration DEATHS_WITHIN = Duration.ofMinutes(1);

  private final StreamsConfig config;
  private final Admin admin;
  private final PartitionHeads heads;
  private final Topology topology;
  private final Supplier<RuleSet> rules;
  private final Locations locations;
  private final CopyLags lags = new CopyLags(this::kafkaStreams);
  private final Clock clock;
  private volatile @Nullable KafkaStreams streams;
  private volatile String advertised = "";
  private final Deque<Instant> deaths = new ArrayDeque<>();

  public HostStreams(
      StreamsConfig config, Supplier<RuleSet> rules, StreamsCounters counters, Clock clock) {
    this.config = config;
    this.rules = rules;
    this.clock = clock;
    this.admin = Admin.create(adminProperties(config));
    this.heads = new PartitionHeads(admin, config.topics().snapshots(), clock);
    boolean resend = config.processingGuarantee().equals("at_least_once");
    this.topology =
        SnapshotTopology.build(
            config.topics(),
            config.engine(),
            () ->
                new HostStage(
                    config.engine(),
                    output -> new HostEngine(config.engine(), rules, output),
                    rules,
                    heads,
                    counters,
                    resend),
            () -> new FleetStage(config.engine(), rules, counters, resend));
    this.locations =
        new StreamsLocations(
            this::kafkaStreams, () -> advertised, config.topics().snapshots(), heads::partitions);
  }

  private StoreReader reader(Reach reach) {
    return new StoreReader(
        this::kafkaStreams,
        saved -> HostEngine.view(config.engine(), rules, saved),
        config.engine().coarseSize(),
        clock,
        heads::partitions,
        lags,
        reach);
  }

  private static Map<String, Object> adminProperties(StreamsConfig config) {
    Map<String, Object> properties = new HashMap<>(config.clientProperties());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    return properties;
  }

  /**
   * Looks whether there is something to read from and to write to.
   *
   * @throws IllegalStateException when a topic is missing, with the command that makes it
   */
  public void requireTopics() {
    List<String> missing = new TopicAdmin(admin).missing(topics());
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "Topics are missing at %s: %s. Create them with `socketfleet topics --create --bootstrap-server %s`."
              .formatted(
                  config.bootstrapServers(),
                  String.join(", ", missing),
                  config.bootstrapServers()));
    }
  }

  /**
   * Starts reading.
   *
   * @param advertised {@code host:port} at which other instances reach the API of this one
   */
  public void start(String advertised) {
    this.advertised = advertised;
    Properties properties = StreamsProperties.of(config);
    properties.put(org.apache.kafka.streams.StreamsConfig.APPLICATION_SERVER_CONFIG, advertised);
    KafkaStreams started = new KafkaStreams(topology, properties);
    started.setUncaughtExceptionHandler(this::onDeath);
    started.setStateListener((now, before) -> log.info("Streams is {} (was {})", now, before));
    streams = started;
    heads.start();
    started.start();
    lags.start();
  }

  private List<String> topics() {
    return List.of(
        config.topics().snapshots(),
        config.topics().counts(),
        config.topics().alerts(),
        config.topics().alertEvents(),
        config.topics().rules(),
        config.topics().deadLetters());
  }

  /** Whether all stores can be read and written. */
  public boolean isRunning() {
    KafkaStreams started = streams;
    return started != null && started.state() == KafkaStreams.State.RUNNING;
  }

  /** Whether it works or may work again without help. */
  public boolean isAlive() {
    KafkaStreams started = streams;
    return started == null
        || (started.state() != KafkaStreams.State.ERROR
            && started.state() != KafkaStreams.State.PENDING_ERROR);
  }

  /** All that this instance can tell: of what it owns, and of what it has a standby of. */
  public StoreReader reader() {
    return reader(Reach.EITHER);
  }

  /** What this instance owns, so that sums over all instances count each host once. */
  public StoreReader ownReader() {
    return reader(Reach.OWN);
  }

  /** All that this instance holds and that is complete, as copies of what others own. */
  public StoreReader copyReader() {
    return reader(Reach.COPIES);
  }

  /** All that this instance holds, however much of it is restored. */
  public StoreReader remnantReader() {
    return reader(Reach.REMNANTS);
  }

  /** Which instance has what. */
  public Locations locations() {
    return locations;
  }

  /**
   * For its metrics.
   *
   * @throws StoresUnavailableException before the start
   */
  public KafkaStreams kafkaStreams() {
    KafkaStreams started = streams;
    if (started == null) {
      throw new StoresUnavailableException("streams was not started yet", Duration.ofSeconds(2));
    }
    return started;
  }

  private synchronized StreamThreadExceptionResponse onDeath(Throwable cause) {
    Instant now = clock.instant();
    deaths.addLast(now);
    while (deaths.getFirst().isBefore(now.minus(DEATHS_WITHIN))) {
      deaths.removeFirst();
    }
    if (deaths.size() > MAX_DEATHS) {
      log.error(
          "A stream thread died {} times within {}: this instance stops",
          deaths.size(),
          DEATHS_WITHIN,
          cause);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    log.error("A stream thread died and is replaced", cause);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  @Override
  public void close() {
    lags.close();
    KafkaStreams started = streams;
    if (started != null) {
      started.close(Duration.ofSeconds(3));
    }
    heads.close();
    admin.close(Duration.ofSeconds(1));
  }
}
