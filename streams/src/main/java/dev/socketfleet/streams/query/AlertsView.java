package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.streams.table.CompactedTopic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current alerts of the whole fleet: every instance has all of them, whoever raised them. When
 * Kafka is away it answers with what it has. Use it once.
 */
public final class AlertsView implements AlertReader, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AlertsView.class);

  private final CurrentAlerts alerts = new CurrentAlerts();
  private final CompactedTopic table;
  private final Consumer<List<Alert>> ofFleet;
  private boolean caughtUp;
  private final Counter malformed;

  /**
   * A view that is empty until {@link #start}.
   *
   * @param clientProperties {@code bootstrap.servers} and whatever else the cluster asks for
   * @param topic of current alerts
   */
  public AlertsView(Map<String, ?> clientProperties, String topic, MeterRegistry registry) {
    this(clientProperties, topic, registry, firing -> {});
  }

  /**
   * The same, and tells of alerts about many hosts.
   *
   * @param ofFleet gets those that fire, once when all was read and after each change, on the
   *     view's own thread
   */
  public AlertsView(
      Map<String, ?> clientProperties,
      String topic,
      MeterRegistry registry,
      Consumer<List<Alert>> ofFleet) {
    this.ofFleet = ofFleet;
    this.table = new CompactedTopic(clientProperties, topic, new Table());
    this.malformed =
        Counter.builder("socketfleet.alerts.malformed")
            .description("Records on the topic of alerts that are no alert")
            .register(registry);
  }

  /** Begins to read. */
  public void start() {
    table.start();
  }

  /** Whether it has once read all that the topic had when it began. */
  public boolean ready() {
    return table.isCaughtUp();
  }

  /** Waits for {@link #ready}; false when it takes longer. */
  public boolean awaitReady(Duration atMost) throws InterruptedException {
    return table.awaitCaughtUp(atMost);
  }

  @Override
  public List<Alert> alerts() {
    return alerts.alerts();
  }

  @Override
  public Optional<Alert> alert(String id) {
    return alerts.alert(id);
  }

  /** What the topic says. */
  private final class Table implements CompactedTopic.Receiver {

    @Override
    public void receive(ConsumerRecord<byte[], byte[]> record) {
      AlertsView.this.receive(record);
    }

    @Override
    public void caughtUp() {
      caughtUp = true;
      ofFleet.accept(alerts.firingOfScopes());
    }
  }

  private void receive(ConsumerRecord<byte[], byte[]> record) {
    try {
      boolean ofScope = alerts.apply(record.key(), record.value());
      if (ofScope && caughtUp) {
        ofFleet.accept(alerts.firingOfScopes());
      }
    } catch (MalformedRecordException e) {
      malformed.increment();
      log.debug(
          "{}-{} offset {}: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    table.close();
  }
}
