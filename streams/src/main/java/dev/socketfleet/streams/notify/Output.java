package dev.socketfleet.streams.notify;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One receiver with a consumer group and a thread of its own. The instances of the application
 * share the group: a partition, and so an alert, is handled by one of them at a time, and another
 * takes it over some seconds after a loss. Use it once.
 */
final class Output implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Output.class);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LEAVE_WITHIN = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** The least that a broker allows by default: who is lost is replaced within so long. */
  private static final int SESSION_MS = 6_000;

  private final String name;
  private final String topic;
  private final Map<String, Object> properties;
  private final Delivery.Factory deliveries;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private boolean failing;

  /**
   * @param client {@code bootstrap.servers} and whatever else the cluster asks for
   */
  Output(
      String name, String group, Map<String, ?> client, String topic, Delivery.Factory deliveries) {
    this.name = name;
    this.topic = topic;
    this.properties = properties(client, group);
    this.deliveries = deliveries;
    this.thread = new Thread(this::run, "notify-" + name);
    thread.setDaemon(true);
  }

  private static Map<String, Object> properties(Map<String, ?> client, String group) {
    Map<String, Object> all = new HashMap<>(client);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    all.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
    all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    all.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
    all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MS / 3);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Where the log was cut off, all that is left of it was not delivered.
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 262_144);
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4_194_304);
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    all.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    return all;
  }

  /** Begins to deliver. */
  void start() {
    thread.start();
  }

  private void run() {
    while (stopped.getCount() > 0) {
      try {
        follow();
      } catch (WakeupException | InterruptException | InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        failed(e);
        pause();
      }
    }
  }

  private void follow() throws InterruptedException {
    KafkaConsumer<byte[], byte[]> own = new KafkaConsumer<>(properties);
    consumer = own;
    try {
      Delivery delivery = deliveries.begin(own);
      own.subscribe(List.of(topic), delivery);
      while (stopped.getCount() > 0) {
        delivery.step();
        recovered();
      }
    } finally {
      consumer = null;
      own.close(CloseOptions.timeout(LEAVE_WITHIN));
    }
  }

  /** An output must not end before the process does, whatever it met. */
  private void failed(RuntimeException e) {
    if (!failing) {
      log.warn("{} cannot read {} at the moment, trying on", name, topic, e);
    }
    failing = true;
  }

  private void recovered() {
    if (failing) {
      log.info("{} reads {} again", name, topic);
    }
    failing = false;
  }

  private void pause() {
    try {
      stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Commits what was delivered and hands the partitions over. */
  @Override
  public void close() {
    stopped.countDown();
    KafkaConsumer<byte[], byte[]> own = consumer;
    if (own != null) {
      own.wakeup();
    }
    try {
      thread.join(CLOSE.toMillis());
      // A request that hangs is given up.
      thread.interrupt();
      thread.join(LEAVE_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
