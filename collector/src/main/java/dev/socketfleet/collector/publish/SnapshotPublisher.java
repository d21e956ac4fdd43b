package dev.socketfleet.collector.publish;

import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the snapshots of one host in their order, one at a time, each until it is acknowledged.
 * While Kafka is away they wait in a {@link SnapshotRing} and keep their own capture times. A
 * snapshot whose acknowledgement got lost is sent again; readers know it by boot and sequence.
 *
 * <p>{@link #publish} may be called by one thread; the sending is done by a thread of its own.
 */
public final class SnapshotPublisher implements AutoCloseable {

  /** Host clock at the moment of sending, milliseconds since 1970 as decimal digits in UTF-8. */
  public static final String SENT_AT_HEADER = "sentAtMs";

  private static final Logger log = LoggerFactory.getLogger(SnapshotPublisher.class);

  private static final Duration SEND_WITHIN = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration FLUSH_WITHIN = Duration.ofSeconds(2);

  private final Map<String, Object> properties;
  private final String topic;
  private final byte[] key;
  private final SnapshotRing ring;
  private final Clock clock;
  private final Thread sender;
  private volatile boolean closed;
  private volatile boolean failing;

  /**
   * A publisher that sends nothing until {@link #start}.
   *
   * @param client {@code bootstrap.servers} and whatever else the cluster asks for
   * @param ringBytes most memory of snapshots that wait
   * @param clock the host's own, for the header {@code sentAtMs}
   */
  public SnapshotPublisher(
      Map<String, ?> client, String topic, String host, long ringBytes, Clock clock) {
    this.properties = properties(client);
    this.topic = topic;
    this.key = host.getBytes(StandardCharsets.UTF_8);
    this.ring = new SnapshotRing(ringBytes);
    this.clock = clock;
    this.sender = new Thread(this::run, "snapshot-publisher");
    sender.setDaemon(true);
  }

  private static Map<String, Object> properties(Map<String, ?> client) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4 << 20);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_WITHIN.toMillis());
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) SEND_WITHIN.toMillis());
    all.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5_000);
    // Both take a third of the start and megabytes; nobody attaches to a collector's JMX.
    all.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    all.putAll(client);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return all;
  }

  /** Connects and begins to send, without waiting for either. */
  public void start() {
    sender.start();
  }

  /** Hands a snapshot over; returns at once. */
  public void publish(Snapshot snapshot) {
    ring.add(SnapshotCodec.encode(snapshot));
  }

  /** Snapshots that were given up, since Kafka was away for longer than the memory lasts. */
  public long dropped() {
    return ring.dropped();
  }

  /** Waits until all is acknowledged; false when it takes longer. */
  public boolean flush(Duration atMost) throws InterruptedException {
    return ring.awaitEmpty(atMost.toMillis());
  }

  private void run() {
    KafkaProducer<byte[], byte[]> producer = null;
    try {
      producer = connect();
      while (!closed) {
        producer = send(producer, ring.awaitOldest());
      }
    } catch (InterruptedException | InterruptException e) {
      log.debug("The publisher was told to stop");
    } finally {
      // The client sets it again when it is interrupted, and would then not close.
      var unused = Thread.interrupted();
      if (producer != null) {
        producer.close(Duration.ZERO);
      }
    }
  }

  /**
   * A producer that knows the topic before there is something to send: the first capture and the
   * connection take place side by side. What fails here fails again, and is told, when sending.
   */
  private @Nullable KafkaProducer<byte[], byte[]> connect() {
    KafkaProducer<byte[], byte[]> producer = null;
    try {
      producer = new KafkaProducer<>(properties);
      var unused = producer.partitionsFor(topic);
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      log.debug("Not connected yet", e);
    }
    return producer;
  }

  /** Sends once; returns the producer to go on with, or null when it takes a new one. */
  private @Nullable KafkaProducer<byte[], byte[]> send(
      @Nullable KafkaProducer<byte[], byte[]> current, byte[] snapshot)
      throws InterruptedException {
    KafkaProducer<byte[], byte[]> producer = current;
    try {
      if (producer == null) {
        producer = new KafkaProducer<>(properties);
      }
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, snapshot);
      String sentAtMs = Long.toString(clock.millis());
      record.headers().add(SENT_AT_HEADER, sentAtMs.getBytes(StandardCharsets.UTF_8));
      producer.send(record).get();
      ring.remove(snapshot, false);
      recovered();
      return producer;
    } catch (ExecutionException e) {
      return failed(producer, snapshot, e.getCause() == null ? e : e.getCause());
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      return failed(producer, snapshot, e);
    }
  }

  /** A producer goes on after what may pass; of other errors, some are for good. */
  private @Nullable KafkaProducer<byte[], byte[]> failed(
      @Nullable KafkaProducer<byte[], byte[]> producer, byte[] snapshot, Throwable cause)
      throws InterruptedException {
    if (cause instanceof RecordTooLargeException) {
      log.error(
          "Topic {} refuses a snapshot of {} bytes; it is given up. Raise its max.message.bytes.",
          topic,
          snapshot.length,
          cause);
      ring.remove(snapshot, true);
      return producer;
    }
    if (!failing) {
      log.warn(
          "Snapshots cannot be published to {} at {} and wait in memory: {}",
          topic,
          properties.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG),
          reason(cause));
    }
    failing = true;
    TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
    if (producer == null || cause instanceof RetriableException) {
      return producer;
    }
    producer.close(Duration.ZERO);
    return null;
  }

  /** The client wraps the reason of a missing topic or a refused login into a timeout. */
  private static String reason(Throwable error) {
    Throwable cause = error.getCause();
    return cause == null || cause == error ? error.toString() : error + ", caused by " + cause;
  }

  private void recovered() {
    if (failing) {
      log.info(
          "Snapshots are published to {} again; {} were dropped so far", topic, ring.dropped());
    }
    failing = false;
  }

  /** Sends what waits, for two seconds at most, and stops. */
  @Override
  public void close() {
    try {
      if (!closed && sender.isAlive() && !failing) {
        flush(FLUSH_WITHIN);
      }
      closed = true;
      sender.interrupt();
      sender.join(FLUSH_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
