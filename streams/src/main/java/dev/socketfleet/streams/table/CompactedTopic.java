package dev.socketfleet.streams.table;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
 * Reads a whole compacted topic from its beginning and follows it: a table that every instance has
 * a copy of. No consumer group, so nothing is committed and nobody is rebalanced. While Kafka is
 * away the table stays as it is; afterwards it is read again from the beginning.
 *
 * <p>The receiver is called on this table's own thread, in the order of each partition. Use it
 * once.
 */
public final class CompactedTopic implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CompactedTopic.class);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Map<String, Object> properties;
  private final String topic;
  private final Receiver receiver;
  private final Thread thread;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private boolean failing;

  /** Takes the records. */
  public interface Receiver {
    /** The topic is read from its beginning, for the first time or again. */
    default void begin() {}

    /** A value of null deletes the key. */
    void receive(ConsumerRecord<byte[], byte[]> record);

    /** All that was in the topic when it was begun was received. */
    default void caughtUp() {}
  }

  /**
   * A table that stays empty until {@link #start}.
   *
   * @param client {@code bootstrap.servers} and whatever else the cluster asks for
   */
  public CompactedTopic(Map<String, ?> client, String topic, Receiver receiver) {
    this.properties = properties(client, topic);
    this.topic = topic;
    this.receiver = receiver;
    this.thread = new Thread(this::run, "table-" + topic);
    thread.setDaemon(true);
  }

  private static Map<String, Object> properties(Map<String, ?> client, String topic) {
    Map<String, Object> all = new HashMap<>(client);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    all.put(ConsumerConfig.CLIENT_ID_CONFIG, "table-" + topic);
    all.remove(ConsumerConfig.GROUP_ID_CONFIG);
    all.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    all.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    return all;
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** Whether it has once read all that the topic had when it began. */
  public boolean isCaughtUp() {
    return caughtUp.getCount() == 0;
  }

  /** Waits for {@link #isCaughtUp}; false when it takes longer. */
  public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
    return caughtUp.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    while (!isStopped()) {
      try (KafkaConsumer<byte[], byte[]> own = new KafkaConsumer<>(properties)) {
        consumer = own;
        follow(own);
      } catch (WakeupException | InterruptException e) {
        return;
      } catch (KafkaException e) {
        failed(e);
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> own) {
    List<TopicPartition> partitions =
        own.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(topic, it.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new KafkaException("topic " + topic + " does not exist yet");
    }
    receiver.begin();
    own.assign(partitions);
    own.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = own.endOffsets(partitions);
    Set<TopicPartition> unread = new HashSet<>(partitions);
    while (!isStopped()) {
      own.poll(POLL).forEach(receiver::receive);
      if (!unread.isEmpty()) {
        unread.removeIf(it -> own.position(it) >= ends.getOrDefault(it, 0L));
        if (unread.isEmpty()) {
          receiver.caughtUp();
          caughtUp.countDown();
        }
      }
      recovered();
    }
  }

  private void failed(KafkaException e) {
    if (!failing) {
      log.warn("Topic {} cannot be read at the moment, trying on: {}", topic, e.toString());
    }
    failing = true;
  }

  private void recovered() {
    if (failing) {
      log.info("Topic {} is read again", topic);
    }
    failing = false;
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void pause() {
    try {
      stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    KafkaConsumer<byte[], byte[]> own = consumer;
    if (own != null) {
      own.wakeup();
    }
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
