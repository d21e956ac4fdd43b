package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.wire.SnapshotCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A fleet that sends snapshots at a steady rate, until it is closed. */
final class Load implements AutoCloseable {

  private final String servers;
  private final String topic;
  private final BenchFleet fleet;
  private final int perSecond;
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean stopped;
  private volatile long sent;

  Load(String servers, String topic, BenchFleet fleet, int perSecond) {
    this.servers = servers;
    this.topic = topic;
    this.fleet = fleet;
    this.perSecond = perSecond;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "linger.ms", 0, "compression.type", "zstd");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      long start = System.nanoTime();
      for (long number = 0; !stopped; number++) {
        long dueNanos = start + number * 1_000_000_000L / perSecond;
        long waitNanos = dueNanos - System.nanoTime();
        if (waitNanos > 0) {
          TimeUnit.NANOSECONDS.sleep(waitNanos);
        }
        int host = (int) (number % fleet.hosts());
        Instant now = Instant.now();
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                topic,
                BenchFleet.host(host).getBytes(StandardCharsets.UTF_8),
                SnapshotCodec.encode(
                    fleet.snapshot(host, Math.toIntExact(number / fleet.hosts()), now)));
        record
            .headers()
            .add("sentAtMs", Long.toString(now.toEpochMilli()).getBytes(StandardCharsets.UTF_8));
        var unused = producer.send(record);
        sent = number + 1;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Snapshots so far. */
  long sent() {
    return sent;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
