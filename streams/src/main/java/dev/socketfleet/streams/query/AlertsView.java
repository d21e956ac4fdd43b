package dev.socketfleet.streams.query;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.MalformedRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current alerts of the whole fleet, read from their topic by a plain consumer on a thread of
 * its own: every instance has all of them, whoever raised them. When Kafka is away it answers with
 * what it has and goes on trying. Use it once.
 */
public final class AlertsView implements AlertReader, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AlertsView.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_MS = 1_000;
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(3);

  private final CurrentAlerts alerts = new CurrentAlerts();
  private final Map<String, Object> properties;
  private final String topic;
  private final Counter malformed;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean ready;
  private volatile boolean failing;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

  /**
   * A view that is empty until {@link #start}.
   *
   * @param clientProperties {@code bootstrap.servers} and whatever else the cluster asks for
   * @param topic of current alerts
   */
  public AlertsView(Map<String, ?> clientProperties, String topic, MeterRegistry registry) {
    this.properties = properties(clientProperties);
    this.topic = topic;
    this.malformed =
        Counter.builder("socketfleet.alerts.malformed")
            .description("Records on the topic of alerts that are no alert")
            .register(registry);
    this.thread = new Thread(this::run, "alerts-view");
    thread.setDaemon(true);
  }

  private static Map<String, Object> properties(Map<String, ?> clientProperties) {
    Map<String, Object> all = new HashMap<>(clientProperties);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    all.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, "socketfleet-alerts-view");
    all.remove(ConsumerConfig.GROUP_ID_CONFIG);
    all.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    return all;
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** Whether it has once read all that the topic had when it began. */
  public boolean ready() {
    return ready;
  }

  @Override
  public List<Alert> alerts() {
    return alerts.alerts();
  }

  @Override
  public Optional<Alert> alert(String id) {
    return alerts.alert(id);
  }

  private void run() {
    while (!isStopped()) {
      try (KafkaConsumer<byte[], byte[]> it = new KafkaConsumer<>(properties)) {
        consumer = it;
        follow(it);
      } catch (WakeupException | InterruptException e) {
        return;
      } catch (KafkaException e) {
        reportOnce(e);
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> from) {
    List<TopicPartition> partitions =
        from.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new KafkaException("topic " + topic + " does not exist yet");
    }
    from.assign(partitions);
    from.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = from.endOffsets(partitions);
    Set<TopicPartition> unread = new HashSet<>(partitions);
    while (!isStopped()) {
      apply(from.poll(POLL));
      unread.removeIf(it -> from.position(it) >= ends.getOrDefault(it, 0L));
      ready |= unread.isEmpty();
      recovered();
    }
  }

  private void apply(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        alerts.apply(record.key(), record.value());
      } catch (MalformedRecordException e) {
        malformed.increment();
        LOG.debug(
            "{}-{} offset {}: {}",
            record.topic(),
            record.partition(),
            record.offset(),
            e.getMessage());
      }
    }
  }

  private void reportOnce(KafkaException e) {
    if (!failing) {
      LOG.warn("Alerts cannot be read from {} at the moment; trying on: {}", topic, e.toString());
    }
    failing = true;
  }

  private void recovered() {
    if (failing) {
      LOG.info("Alerts are read from {} again", topic);
    }
    failing = false;
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void pause() {
    try {
      stopped.await(RETRY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops within three seconds. */
  @Override
  public void close() {
    stopped.countDown();
    KafkaConsumer<byte[], byte[]> it = consumer;
    if (it != null) {
      it.wakeup();
    }
    try {
      thread.join(CLOSE_DEADLINE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
