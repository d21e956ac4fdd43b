package dev.socketfleet.deploy.dashboard;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Hosts that are not there, each with one snapshot of its own. */
final class SimulatedFleet implements AutoCloseable {

  /** Longer than a test, so that no host is silent. */
  private static final Duration INTERVAL = Duration.ofHours(1);

  static final String SCRIPT = "<script>document.title='owned'</script>";
  static final String IMAGE = "<img src=x onerror=\"document.title='owned'\">";
  static final String CONTROLS = "a\u0000b\u001b[31mc\u202edetrevni\u2066\n\t";

  private final KafkaProducer<byte[], byte[]> producer;

  SimulatedFleet(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "20"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** The id of one of many hosts. */
  static String host(int number) {
    return "node-%05d".formatted(number);
  }

  /** Sends one snapshot each of many hosts at work. */
  void publish(int hosts) {
    for (int i = 0; i < hosts; i++) {
      Map<String, String> labels = Map.of("dc", "eu" + i % 3);
      send(snapshot(host(i), labels, INTERVAL, List.of(service(i), database(i))));
    }
    producer.flush();
  }

  private static Group service(int i) {
    return group(
        new Endpoint(Role.SERVER, 443),
        new Owner(OwnerKind.UNIT, "nginx.service"),
        Optional.of(new OwnerProcess(812, "nginx")),
        Map.of(
            SocketState.LISTEN,
            4L,
            SocketState.ESTABLISHED,
            100L + i % 50,
            SocketState.TIME_WAIT,
            10L + i % 30,
            SocketState.CLOSE_WAIT,
            (long) (i % 4)));
  }

  private static Group database(int i) {
    return group(
        new Endpoint(Role.CLIENT, 5432),
        new Owner(OwnerKind.CONTAINER, "api"),
        Optional.empty(),
        Map.of(SocketState.ESTABLISHED, 20L + i % 10, SocketState.FIN_WAIT_2, (long) (i % 2)));
  }

  /** Sends a snapshot in which everything that a host may choose is meant to harm. */
  void publishHostile(String host) {
    Map<String, String> labels =
        Map.of("dc", SCRIPT, "rack", CONTROLS, "javascript:alert(1)", "x".repeat(300));
    Group group =
        new Group(
            IMAGE,
            new Endpoint(Role.SERVER, 666),
            new Owner(OwnerKind.PROCESS, SCRIPT),
            Optional.of(new OwnerProcess(666, CONTROLS + "y".repeat(180))),
            StateCounts.of(SocketState.CLOSE_WAIT, 7),
            Optional.of(ListenQueue.of(2, 511)),
            Map.of(SocketState.CLOSE_WAIT, List.of(new PeerCount("<b>203.0.113.9</b>", 7))),
            Map.of(SocketState.CLOSE_WAIT, 900L));
    Snapshot snapshot = snapshot(host, labels, INTERVAL, List.of(group));
    send(
        new Snapshot(
            snapshot.host(),
            snapshot.labels(),
            IMAGE,
            snapshot.boot(),
            snapshot.seq(),
            snapshot.capturedAt(),
            snapshot.interval(),
            snapshot.source(),
            true,
            List.of(SCRIPT, CONTROLS),
            snapshot.groups(),
            List.of(),
            new CollectorHealth(IMAGE, 1_000, 60_000_000, 0)));
    producer.flush();
  }

  /** Sends one snapshot of a host that promises another every second, and sends none. */
  void publishSilent(String host) {
    send(snapshot(host, Map.of(), Duration.ofSeconds(1), List.of(service(0))));
    producer.flush();
  }

  private static Snapshot snapshot(
      String host, Map<String, String> labels, Duration interval, List<Group> groups) {
    return new Snapshot(
        host,
        labels,
        "Linux 6.18",
        "0123456789abcdef",
        0,
        Instant.now(),
        interval,
        "netlink",
        true,
        List.of(),
        groups,
        List.of(),
        new CollectorHealth("1.0.0", 2_500, 78_000_000, 0));
  }

  private static Group group(
      Endpoint endpoint,
      Owner owner,
      Optional<OwnerProcess> process,
      Map<SocketState, Long> counts) {
    long[] byCode = new long[SocketState.COUNT];
    counts.forEach((state, count) -> byCode[state.code()] = count);
    return new Group(
        Group.HOST_NETNS,
        endpoint,
        owner,
        process,
        StateCounts.of(byCode),
        endpoint.role() == Role.SERVER ? Optional.of(ListenQueue.of(2, 511)) : Optional.empty(),
        Map.of(),
        Map.of());
  }

  private void send(Snapshot snapshot) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.withDefaultPrefix().snapshots(),
            snapshot.host().getBytes(StandardCharsets.UTF_8),
            SnapshotCodec.encode(snapshot));
    String sentAt = Long.toString(System.currentTimeMillis());
    record.headers().add("sentAtMs", sentAt.getBytes(StandardCharsets.UTF_8));
    var unused = producer.send(record);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
