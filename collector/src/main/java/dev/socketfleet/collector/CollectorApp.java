package dev.socketfleet.collector;

import dev.socketfleet.collector.publish.SnapshotPublisher;
import dev.socketfleet.collector.source.SourceUnavailableException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collector: a snapshot at each turn of a fixed rate, published to Kafka. It opens no port; how
 * it is travels inside of the snapshots.
 */
public final class CollectorApp implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CollectorApp.class);

  private final CollectorConfig config;
  private final SnapshotPublisher publisher;
  private final HostCollector collector;
  private final CollectionLoop loop;

  /** A collector that does nothing yet. */
  public CollectorApp(CollectorConfig config, Clock clock) {
    this.config = config;
    Map<String, Object> client = new HashMap<>(config.clientProperties());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    this.publisher =
        new SnapshotPublisher(
            client, config.topics().snapshots(), config.host(), config.ringBytes(), clock);
    this.collector = new HostCollector(config, clock);
    Schedule schedule =
        config.phased()
            ? Schedule.spread(config.interval(), config.host())
            : Schedule.from(config.interval(), clock.millis());
    this.loop = new CollectionLoop(schedule, clock, collector::stretch, this::collect);
  }

  /** The id of this host. */
  public String host() {
    return config.host();
  }

  /**
   * Opens the source and begins to collect. Kafka may be away.
   *
   * @throws SourceUnavailableException when the configured source, or none, works on this host
   */
  public void start() throws SourceUnavailableException {
    publisher.start();
    log.info("Collecting with\n{}", config.effective());
    config.warnings().forEach(log::warn);
    collector.start();
    loop.start();
  }

  /** Waits until the collector was closed. */
  public void awaitEnd() throws InterruptedException {
    loop.awaitEnd();
  }

  private void collect() {
    publisher.publish(collector.capture(publisher::dropped));
  }

  /** Stops collecting and sends what waits, within a few seconds. */
  @Override
  public void close() {
    loop.close();
    publisher.close();
    collector.close();
  }
}
