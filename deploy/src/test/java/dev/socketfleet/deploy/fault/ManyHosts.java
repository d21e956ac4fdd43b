package dev.socketfleet.deploy.fault;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sixty web servers and a database that send a snapshot every two seconds and have trouble in
 * common: a flood over all, a database that does not close, silence.
 */
final class ManyHosts implements AutoCloseable {

  static final int WEB = 60;
  static final int CLIENTS = 5;
  static final String DATABASE_ADDRESS = "10.0.9.9";

  private static final Endpoint HTTPS = new Endpoint(Role.SERVER, 443);
  private static final Endpoint OWN_POSTGRES = new Endpoint(Role.SERVER, 5432);
  private static final Endpoint POSTGRES = new Endpoint(Role.CLIENT, 5432);
  private static final Owner NGINX = new Owner(OwnerKind.UNIT, "nginx.service");
  private static final Owner DATABASE = new Owner(OwnerKind.UNIT, "postgresql.service");
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final KafkaProducer<byte[], byte[]> producer;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final String boot = "many" + System.nanoTime();
  private final Thread thread = new Thread(this::run, "many-hosts");
  private volatile int halfOpen;
  private volatile int silent;
  private final AtomicLong leaking = new AtomicLong();
  private long seq;

  ManyHosts(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on each web server has so many half-open connections. */
  void flood(int each) {
    halfOpen = each;
  }

  /** From now on the first so many web servers send nothing. */
  void silence(int hosts) {
    silent = hosts;
  }

  /** From now on five web servers leave two more connections each half closed in each interval. */
  void leak(boolean on) {
    leaking.set(on ? 12 : 0);
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        for (int host = silent; host < WEB; host++) {
          send("web-" + host, web(host), List.of(destinations(host)));
        }
        send("db-1", database(), List.of());
        seq++;
        leaking.updateAndGet(sockets -> sockets == 0 ? 0 : sockets + 2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Group> web(int host) {
    List<Group> groups = new ArrayList<>();
    groups.add(Group.of(Group.HOST_NETNS, HTTPS, NGINX, StateCounts.of(SocketState.LISTEN, 1)));
    if (halfOpen > 0) {
      groups.add(
          Group.of(
              Group.HOST_NETNS,
              HTTPS,
              Owner.NONE,
              StateCounts.of(SocketState.SYN_RECEIVED, halfOpen)));
    }
    long sockets = leaking.get();
    if (sockets > 0 && isClient(host)) {
      groups.add(
          group(
              POSTGRES,
              NGINX,
              SocketState.FIN_WAIT_2,
              sockets,
              List.of(new PeerCount(DATABASE_ADDRESS, sockets))));
    }
    return groups;
  }

  /** The last five, which never fall silent in this test. */
  private static boolean isClient(int host) {
    return host >= WEB - CLIENTS;
  }

  private static String address(int host) {
    return "10.0.1." + host;
  }

  private Namespace destinations(int host) {
    return new Namespace(
        Group.HOST_NETNS,
        1,
        Map.of(),
        KernelLimits.NONE,
        isClient(host)
            ? List.of(new Destination(address(host), DATABASE_ADDRESS, 5432, leaking.get() + 1))
            : List.of());
  }

  private List<Group> database() {
    List<Group> groups = new ArrayList<>();
    groups.add(
        Group.of(Group.HOST_NETNS, OWN_POSTGRES, DATABASE, StateCounts.of(SocketState.LISTEN, 1)));
    long sockets = leaking.get();
    if (sockets > 0) {
      List<PeerCount> peers = new ArrayList<>();
      for (int host = WEB - CLIENTS; host < WEB; host++) {
        peers.add(new PeerCount(address(host), sockets));
      }
      groups.set(
          0, group(OWN_POSTGRES, DATABASE, SocketState.CLOSE_WAIT, CLIENTS * sockets, peers));
    }
    return groups;
  }

  private static Group group(
      Endpoint endpoint, Owner owner, SocketState state, long count, List<PeerCount> peers) {
    return new Group(
        Group.HOST_NETNS,
        endpoint,
        owner,
        Optional.empty(),
        StateCounts.of(state, count),
        Optional.empty(),
        Map.of(state, peers),
        Map.of());
  }

  private void send(String host, List<Group> groups, List<Namespace> namespaces) {
    Instant now = Instant.now();
    Snapshot snapshot =
        new Snapshot(
            host,
            Map.of(),
            "Linux",
            boot,
            seq,
            now,
            INTERVAL,
            "test",
            true,
            List.of(),
            groups,
            namespaces,
            new CollectorHealth("test", 1, 1, 0));
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.withDefaultPrefix().snapshots(),
            host.getBytes(StandardCharsets.UTF_8),
            SnapshotCodec.encode(snapshot));
    record
        .headers()
        .add("sentAtMs", Long.toString(now.toEpochMilli()).getBytes(StandardCharsets.UTF_8));
    var unused = producer.send(record);
  }

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
