package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Hosts that send one snapshot each, with a leak in it: how long after the broker took it can the
 * answer be read?
 */
record Probes(String servers, String input) {

  /** First part of their names. */
  static final String PREFIX = "probe-";

  private static final Pattern NAMES = Pattern.compile(PREFIX + "\\d+");
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

  /** Milliseconds of each, ascending; those that were never answered are missing. */
  double[] send(int count, String output) throws InterruptedException {
    Map<String, Long> appended = new ConcurrentHashMap<>();
    Map<String, Long> answered = new ConcurrentHashMap<>();
    Thread sender = new Thread(() -> send(count, appended), "probes");
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "fetch.max.wait.ms", 500, "fetch.min.bytes", 1);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo partition : consumer.partitionsFor(output)) {
        partitions.add(new TopicPartition(output, partition.partition()));
      }
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      sender.start();
      long deadline =
          System.nanoTime() + INTERVAL.multipliedBy(count).plus(ANSWERED_WITHIN).toNanos();
      while (answered.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          long now = System.nanoTime();
          name(record).ifPresent(name -> answered.putIfAbsent(name, now));
        }
      }
    }
    sender.join();
    double[] latencies =
        answered.entrySet().stream()
            .filter(it -> appended.containsKey(it.getKey()))
            .mapToDouble(it -> (it.getValue() - appended.getOrDefault(it.getKey(), 0L)) / 1e6)
            .toArray();
    Arrays.sort(latencies);
    return latencies;
  }

  /** The host that is spoken of, in the key or in the alert. */
  private static Optional<String> name(ConsumerRecord<byte[], byte[]> record) {
    Matcher found =
        NAMES.matcher(
            new String(record.key(), StandardCharsets.UTF_8)
                + " "
                + new String(record.value(), StandardCharsets.UTF_8));
    return found.find() ? Optional.of(found.group()) : Optional.empty();
  }

  private void send(int count, Map<String, Long> appended) {
    Map<String, Object> settings = Map.of("bootstrap.servers", servers, "linger.ms", 0);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int number = 0; number < count; number++) {
        String name = PREFIX + number;
        Instant now = Instant.now();
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                input,
                name.getBytes(StandardCharsets.UTF_8),
                SnapshotCodec.encode(snapshot(name, now)));
        record
            .headers()
            .add("sentAtMs", Long.toString(now.toEpochMilli()).getBytes(StandardCharsets.UTF_8));
        var unused = producer.send(record, (at, error) -> appended.put(name, System.nanoTime()));
        TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Snapshot snapshot(String host, Instant at) {
    return new Snapshot(
        host,
        Map.of(),
        "Linux",
        "probe",
        0,
        at,
        Duration.ofMinutes(5),
        "bench",
        true,
        List.of(),
        List.of(
            Group.of(
                Group.HOST_NETNS,
                new Endpoint(Role.SERVER, 443),
                Owner.NONE,
                StateCounts.of(SocketState.CLOSE_WAIT, 5_000))),
        List.of(),
        new CollectorHealth("bench", 1, 1, 0));
  }
}
