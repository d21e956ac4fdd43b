package dev.socketfleet.deploy.fault;

import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Twelve hosts that send a snapshot twice a second, whatever happens to the brokers. Two of them
 * leak connections for a while. Ends with {@link #close}, when everything is acknowledged.
 */
final class Feed implements AutoCloseable {

  static final int HOSTS = 12;
  static final List<String> LEAKING = List.of("host-3", "host-7");
  static final Endpoint HTTPS = new Endpoint(Role.SERVER, 443);

  private static final Endpoint DATABASE = new Endpoint(Role.CLIENT, 5432);
  private static final Owner NGINX = new Owner(OwnerKind.UNIT, "nginx.service");
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final KafkaProducer<byte[], byte[]> producer;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Random random = new Random(4711);
  private final String boot = "feed" + System.nanoTime();
  private final Thread thread = new Thread(this::run, "feed");
  private volatile boolean leaking;
  private volatile String muted = "";
  private long seq;

  Feed(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                3_000,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether it still sends. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** From now on, or no more. */
  void leak(boolean on) {
    leaking = on;
  }

  /** The host sends nothing any more, until {@link #unmute}. */
  void mute(String host) {
    muted = host;
  }

  void unmute() {
    muted = "";
  }

  /** A host that shares its partition with no other. */
  static String aloneInItsPartition() {
    Map<Integer, List<String>> byPartition = new HashMap<>();
    for (int host = 0; host < HOSTS; host++) {
      byPartition
          .computeIfAbsent(partition("host-" + host), any -> new ArrayList<>())
          .add("host-" + host);
    }
    return byPartition.values().stream()
        .filter(it -> it.size() == 1)
        .map(it -> it.get(0))
        .findFirst()
        .orElseThrow();
  }

  private static int partition(String host) {
    int partitions = TopicSizing.singleNode().partitions();
    return BuiltInPartitioner.partitionForKey(host.getBytes(StandardCharsets.UTF_8), partitions);
  }

  private void run() {
    try {
      while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        for (int host = 0; host < HOSTS; host++) {
          if (!muted.equals("host-" + host)) {
            send("host-" + host);
          }
        }
        seq++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(String host) {
    Instant now = Instant.now();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.withDefaultPrefix().snapshots(),
            host.getBytes(StandardCharsets.UTF_8),
            SnapshotCodec.encode(snapshot(host, now)));
    record
        .headers()
        .add("sentAtMs", Long.toString(now.toEpochMilli()).getBytes(StandardCharsets.UTF_8));
    var unused = producer.send(record);
  }

  private Snapshot snapshot(String host, Instant now) {
    List<Group> groups = new ArrayList<>();
    groups.add(group(HTTPS, SocketState.ESTABLISHED, 50 + random.nextInt(50)));
    groups.add(group(DATABASE, SocketState.ESTABLISHED, 5 + random.nextInt(5)));
    if (random.nextBoolean()) {
      groups.add(group(DATABASE, SocketState.TIME_WAIT, 1 + random.nextInt(9)));
    }
    boolean leaks = leaking && LEAKING.contains(host);
    groups.add(group(HTTPS, SocketState.CLOSE_WAIT, leaks ? 300 : 1 + random.nextInt(3)));
    return new Snapshot(
        host,
        Map.of("dc", "eu" + host.charAt(host.length() - 1)),
        "Linux",
        boot,
        seq,
        now,
        INTERVAL,
        "test",
        true,
        List.of(),
        groups,
        List.of(),
        new CollectorHealth("test", 1, 1, 0));
  }

  private static Group group(Endpoint endpoint, SocketState state, long count) {
    return Group.of(Group.HOST_NETNS, endpoint, NGINX, StateCounts.of(state, count));
  }

  /** Stops, and waits until everything that was sent is in the log. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(60));
  }
}
