package dev.socketfleet.streams.query;

import dev.socketfleet.streams.query.FeedEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
 * Reads the topics of events once for all listeners, and only while there are any. While Kafka is
 * away nothing comes; afterwards it goes on where it was. A replay has a consumer of its own. Use
 * it once.
 */
public final class EventFeed implements EventSource, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventFeed.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration JOIN_WITHIN = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Map<String, Object> properties;
  private final String alertsTopic;
  private final String countsTopic;
  private final Set<Listener> listeners = new HashSet<>();
  private final Thread thread = new Thread(this::run, "event-feed");
  private volatile boolean closed;

  /** Guarded by this object; absent while nobody listens. */
  private @Nullable FeedPosition position;

  /**
   * A feed that does nothing until {@link #start}.
   *
   * @param client {@code bootstrap.servers} and whatever else the cluster asks for
   */
  public EventFeed(Map<String, ?> client, String alertsTopic, String countsTopic) {
    this.properties = consumerProperties(client, "event-feed");
    this.alertsTopic = alertsTopic;
    this.countsTopic = countsTopic;
    thread.setDaemon(true);
  }

  static Map<String, Object> consumerProperties(Map<String, ?> client, String name) {
    Map<String, Object> all = new HashMap<>(client);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    all.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    all.remove(ConsumerConfig.GROUP_ID_CONFIG);
    all.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    all.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    return all;
  }

  /** Begins to wait for listeners. */
  public void start() {
    thread.start();
  }

  @Override
  public synchronized FeedPosition join(Listener listener) {
    listeners.add(listener);
    notifyAll();
    long end = System.nanoTime() + JOIN_WITHIN.toNanos();
    try {
      while (position == null) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || closed) {
          throw new StoresUnavailableException(
              "the topics of events cannot be read", Duration.ofSeconds(2));
        }
        wait(left);
      }
      return position.copy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      listeners.remove(listener);
      throw new StoresUnavailableException("interrupted", Duration.ofSeconds(2), e);
    } catch (StoresUnavailableException e) {
      listeners.remove(listener);
      throw e;
    }
  }

  @Override
  public synchronized void leave(Listener listener) {
    listeners.remove(listener);
  }

  private void run() {
    boolean failing = false;
    while (!closed) {
      try {
        awaitListener();
        if (!closed) {
          follow();
          failing = false;
        }
      } catch (InterruptedException | InterruptException | WakeupException e) {
        return;
      } catch (KafkaException e) {
        if (!failing) {
          log.warn("The topics of events cannot be read, trying on: {}", e.toString());
        }
        failing = true;
        pause();
      }
    }
  }

  private synchronized void awaitListener() throws InterruptedException {
    while (listeners.isEmpty() && !closed) {
      position = null;
      wait();
    }
  }

  private void follow() {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      assign(consumer);
      begin(consumer);
      while (hasListeners()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          deliver(record);
        }
      }
    }
  }

  private void assign(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : List.of(alertsTopic, countsTopic)) {
      consumer
          .partitionsFor(topic)
          .forEach(it -> all.add(new TopicPartition(topic, it.partition())));
    }
    consumer.assign(all);
  }

  /** Where it was before a failure, or at the end. */
  private synchronized void begin(KafkaConsumer<byte[], byte[]> consumer) {
    FeedPosition before = position;
    if (before == null) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      position = of(ends);
    }
    FeedPosition from = position;
    for (TopicPartition partition : consumer.assignment()) {
      consumer.seek(partition, offset(from == null ? of(Map.of()) : from, partition));
    }
    notifyAll();
  }

  private FeedPosition of(Map<TopicPartition, Long> offsets) {
    Map<String, Integer> counts = new HashMap<>();
    offsets.keySet().forEach(it -> counts.merge(it.topic(), it.partition() + 1, Math::max));
    FeedPosition all =
        new FeedPosition(
            new long[counts.getOrDefault(alertsTopic, 0)],
            new long[counts.getOrDefault(countsTopic, 0)]);
    offsets.forEach((partition, offset) -> set(all, partition, offset));
    return all;
  }

  private void set(FeedPosition of, TopicPartition partition, long offset) {
    long[] offsets = partition.topic().equals(alertsTopic) ? of.alerts() : of.counts();
    if (partition.partition() < offsets.length) {
      offsets[partition.partition()] = offset;
    }
  }

  private long offset(FeedPosition of, TopicPartition partition) {
    long[] offsets = partition.topic().equals(alertsTopic) ? of.alerts() : of.counts();
    return partition.partition() < offsets.length ? offsets[partition.partition()] : 0;
  }

  private synchronized boolean hasListeners() {
    if (listeners.isEmpty()) {
      position = null;
    }
    return !listeners.isEmpty() && !closed;
  }

  private synchronized void deliver(ConsumerRecord<byte[], byte[]> record) {
    FeedPosition now = position;
    if (now != null) {
      set(now, new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
      FeedEvent event = event(record, now.copy());
      listeners.forEach(it -> it.offer(event));
    }
  }

  private FeedEvent event(ConsumerRecord<byte[], byte[]> record, FeedPosition after) {
    byte[] key = record.key();
    return new FeedEvent(
        record.topic().equals(alertsTopic) ? Kind.ALERT : Kind.COUNTS,
        key == null ? "" : new String(key, StandardCharsets.UTF_8),
        record.value(),
        after);
  }

  @Override
  public void replay(
      FeedPosition from, FeedPosition until, Replay replay, BooleanSupplier stopped) {
    Map<String, Object> own = new HashMap<>(properties);
    own.put(ConsumerConfig.CLIENT_ID_CONFIG, "event-replay");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(own)) {
      assign(consumer);
      FeedPosition at = begin(consumer, from, until, replay);
      Set<TopicPartition> open = new HashSet<>(consumer.assignment());
      while (!stopped.getAsBoolean() && !isClosed()) {
        open.removeIf(
            it -> {
              boolean done = consumer.position(it) >= offset(until, it);
              if (done) {
                consumer.pause(List.of(it));
              }
              return done;
            });
        if (open.isEmpty()) {
          return;
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (record.offset() < offset(until, partition)) {
            set(at, partition, record.offset() + 1);
            replay.event(event(record, at.copy()));
          }
        }
      }
    } catch (KafkaException e) {
      throw new StoresUnavailableException(
          "the topics of events cannot be read", Duration.ofSeconds(2), e);
    }
  }

  private FeedPosition begin(
      KafkaConsumer<byte[], byte[]> consumer,
      FeedPosition from,
      FeedPosition until,
      Replay replay) {
    FeedPosition at = from.copy();
    boolean gap =
        from.alerts().length != until.alerts().length
            || from.counts().length != until.counts().length;
    if (gap) {
      at = until.copy();
    }
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(consumer.assignment());
    for (TopicPartition partition : consumer.assignment()) {
      long wanted = offset(at, partition);
      long start = starts.getOrDefault(partition, 0L);
      long end = offset(until, partition);
      if (wanted < start || wanted > end) {
        gap = true;
        wanted = wanted < start ? start : end;
        set(at, partition, wanted);
      }
      consumer.seek(partition, wanted);
    }
    if (gap) {
      replay.gap();
    }
    return at;
  }

  private boolean isClosed() {
    return closed;
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
