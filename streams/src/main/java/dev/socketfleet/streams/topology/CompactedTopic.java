package dev.socketfleet.streams.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole compacted topic from its beginning and follows it: a table that every instance has
 * a copy of. No consumer group, so nothing is committed and nobody is rebalanced.
 *
 * <p>The receiver is called on this table's own thread, in the order of each partition.
 */
public final class CompactedTopic implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CompactedTopic.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final String topic;
  private final Consumer<byte[], byte[]> consumer;
  private final Receiver receiver;
  private final Thread thread;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private volatile boolean closed;

  /** Takes the records. */
  public interface Receiver {
    /** A value of null deletes the key. */
    void receive(ConsumerRecord<byte[], byte[]> record);

    /** All that was in the topic at the start was received. */
    default void caughtUp() {}
  }

  /** The consumer is owned, and closed, by this table. */
  public CompactedTopic(String topic, Consumer<byte[], byte[]> consumer, Receiver receiver) {
    this.topic = topic;
    this.consumer = consumer;
    this.receiver = receiver;
    this.thread = new Thread(this::run, "table-" + topic);
    this.thread.setDaemon(true);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** Whether everything was read that was there at the start. */
  public boolean isCaughtUp() {
    return caughtUp.getCount() == 0;
  }

  /** Waits until everything is read that was there at the start; false when it takes longer. */
  public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
    return caughtUp.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try (consumer) {
      Map<TopicPartition, Long> ends = assign();
      while (!closed) {
        consumer.poll(POLL).forEach(receiver::receive);
        if (!isCaughtUp() && isPast(ends)) {
          receiver.caughtUp();
          caughtUp.countDown();
        }
      }
    } catch (WakeupException | InterruptException e) {
      if (!closed) {
        log.error("Reading topic {} was interrupted from outside and ends", topic, e);
      }
    } catch (KafkaException e) {
      log.error("Reading topic {} failed and ends: its table no longer changes", topic, e);
    }
  }

  /** A broker that is away for a while must not end the table before it began. */
  private Map<TopicPartition, Long> assign() {
    while (true) {
      try {
        List<TopicPartition> partitions =
            consumer.partitionsFor(topic).stream()
                .map(it -> new TopicPartition(topic, it.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer.endOffsets(partitions);
      } catch (org.apache.kafka.common.errors.TimeoutException e) {
        log.warn("Topic {} cannot be read yet: {}", topic, String.valueOf(e.getMessage()));
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private boolean isPast(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    thread.interrupt();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
