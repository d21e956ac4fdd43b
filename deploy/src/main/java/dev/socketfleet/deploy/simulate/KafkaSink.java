package dev.socketfleet.deploy.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.socketfleet.collector.publish.SnapshotPublisher;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.simulate.fleet.Delivery;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes snapshots as collectors do, those of all hosts through one producer. What is sent bears
 * the host's time of sending: now, by its clock.
 */
public final class KafkaSink implements SnapshotSink {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

  private final String topic;
  private final Clock clock;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * Connects.
   *
   * @param client {@code bootstrap.servers} and whatever else the cluster asks for
   */
  public KafkaSink(Map<String, Object> client, String topic, Clock clock) {
    this.topic = topic;
    this.clock = clock;
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
    settings.putAll(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    try {
      producer = new KafkaProducer<>(settings);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new SetupException(
          "No Kafka client for '%s': %s"
              .formatted(
                  settings.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG), reason.getMessage()),
          e);
    }
  }

  @Override
  public void send(Delivery delivery) {
    throwFailure();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            delivery.snapshot().host().getBytes(UTF_8),
            SnapshotCodec.encode(delivery.snapshot()));
    long sentAtMs = clock.millis() + delivery.clockAheadMs();
    record.headers().add(SnapshotPublisher.SENT_AT_HEADER, Long.toString(sentAtMs).getBytes(UTF_8));
    try {
      var unused =
          producer.send(
              record,
              (metadata, error) -> {
                if (error != null) {
                  failure.compareAndSet(null, error);
                }
              });
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
      throwFailure();
    }
  }

  private void throwFailure() {
    Exception error = failure.get();
    if (error != null) {
      throw new CommandFailedException(
          "topic %s does not take the snapshots: %s. Check --bootstrap-server, and that the topic exists (socketfleet topics)."
              .formatted(topic, error.getMessage()),
          error);
    }
  }

  /** Waits until all is acknowledged, for half a minute at most. */
  @Override
  public void close() {
    // An interrupted thread cannot close the producer: the flag is taken away meanwhile.
    boolean interrupted = Thread.interrupted();
    try {
      producer.close(CLOSE_WITHIN);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    throwFailure();
  }
}
