package dev.socketfleet.collector;

import dev.socketfleet.collector.publish.SnapshotPublisher;
import dev.socketfleet.collector.source.SourceUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collector: a snapshot at each turn of a fixed rate, published to Kafka. It opens no port; how
 * it is travels inside of the snapshots.
 */
public final class CollectorApp implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CollectorApp.class);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  private final CollectorConfig config;
  private final Clock clock;
  private final SnapshotPublisher publisher;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** A collector that does nothing yet. */
  public CollectorApp(CollectorConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    Map<String, Object> client = new HashMap<>(config.clientProperties());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    this.publisher =
        new SnapshotPublisher(
            client, config.topics().snapshots(), config.host(), config.ringBytes(), clock);
    this.thread = new Thread(this::run, "collector");
    thread.setDaemon(true);
  }

  /** The id of this host. */
  public String host() {
    return config.host();
  }

  /** Begins to collect. */
  public void start() {
    log.info("Collecting with\n{}", config.effective());
    config.warnings().forEach(log::warn);
    publisher.start();
    thread.start();
  }

  /** Waits until the collector ends, by {@link #close} or since no source works. */
  public void awaitEnd() throws InterruptedException {
    thread.join();
  }

  // The source opens network namespaces, so it is opened, used and closed by one thread.
  private void run() {
    try (HostCollector collector = HostCollector.open(config, clock)) {
      long interval = config.interval().toNanos();
      long next = System.nanoTime() + phase();
      while (!stop.await(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        publisher.publish(collector.capture(publisher::dropped));
        next += interval;
        long late = System.nanoTime() - next;
        // Turns that were missed are not made up for: they would all show the same moment.
        next += late > 0 ? (late / interval + 1) * interval : 0;
      }
    } catch (SourceUnavailableException e) {
      log.error("The collector ends: {}", e.getMessage());
    } catch (InterruptedException e) {
      log.debug("The collector was told to stop");
    }
  }

  private long phase() {
    return config.phased()
        ? Math.floorMod(config.host().hashCode() * 0x9E3779B97F4A7C15L, config.interval().toNanos())
        : 0;
  }

  /** Stops collecting and sends what waits, within a few seconds. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(CLOSE_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }
}
