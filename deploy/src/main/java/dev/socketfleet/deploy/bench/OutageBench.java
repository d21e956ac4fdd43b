package dev.socketfleet.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What arrives of the collector's snapshots when Kafka is away for a while: of one with its usual
 * memory, and of one that has too little for the outage. All processes are real.
 */
public final class OutageBench {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TOPIC = Topics.withDefaultPrefix().snapshots();

  /** The least that the configuration takes. */
  private static final long SMALL_RING = 1 << 20;

  private final Path collector;
  private final Duration interval;
  private final Consumer<String> out;

  /**
   * @param collector folder of the collector's distribution
   */
  public OutageBench(Path collector, Duration interval, Consumer<String> out) {
    this.collector = collector;
    this.interval = interval;
    this.out = out;
  }

  /** Stops the broker for this long and prints what arrived of all that was made. */
  public void run(Duration outage) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("socketfleet-bench-");
    try {
      EmbeddedBroker before = broker(folder, 0);
      String servers = before.bootstrapServers();
      int port = Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1));
      create(before);
      try (Child usual = collector(servers, "usual", List.of());
          Child small = collector(servers, "small", Child.set("buffer.bytes", "" + SMALL_RING))) {
        awaitYoung(before, Instant.now());
        before.close();
        out.accept("Kafka is stopped for %d s".formatted(outage.toSeconds()));
        TimeUnit.NANOSECONDS.sleep(outage.toNanos());
        usual.requireAlive();
        small.requireAlive();
        try (EmbeddedBroker after = broker(folder, port)) {
          awaitYoung(after, Instant.now());
          print(after);
        }
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static EmbeddedBroker broker(Path folder, int port) {
    EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), port);
    broker.start(SOON);
    return broker;
  }

  private static void create(EmbeddedBroker broker) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
    }
  }

  private Child collector(String servers, String host, List<String> more) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(collector.resolve("bin/socketfleet-collector").toString());
    line.addAll(List.of("--bootstrap-server", servers, "--host", host));
    line.addAll(List.of("--interval", interval.toMillis() + "ms"));
    line.addAll(more);
    return Child.start(line);
  }

  /** Until both have sent a snapshot that was captured after this moment. */
  private static void awaitYoung(EmbeddedBroker broker, Instant moment)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (System.nanoTime() < deadline) {
      List<Snapshot> all = snapshots(broker);
      if (hasYounger(all, "usual", moment) && hasYounger(all, "small", moment)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    throw new IOException("no new snapshots arrived within %d s".formatted(SOON.toSeconds()));
  }

  private static boolean hasYounger(List<Snapshot> all, String host, Instant moment) {
    return all.stream().anyMatch(it -> it.host().equals(host) && it.capturedAt().isAfter(moment));
  }

  /** In the order of the topic, which is that of each host. */
  private static List<Snapshot> snapshots(EmbeddedBroker broker) throws IOException {
    List<Snapshot> snapshots = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        TopicContent.of(broker.bootstrapServers(), TOPIC)) {
      try {
        snapshots.add(SnapshotCodec.decode(record.value()));
      } catch (MalformedRecordException e) {
        throw new IOException(
            "a collector sent what is no snapshot: " + new String(record.value(), UTF_8), e);
      }
    }
    return snapshots;
  }

  private void print(EmbeddedBroker broker) throws IOException {
    List<Snapshot> all = snapshots(broker);
    TextTable table =
        new TextTable("COLLECTOR", "MADE", "ARRIVED", "TWICE", "OUT_OF_ORDER", "LOST", "DROPPED");
    for (String host : List.of("usual", "small")) {
      List<Snapshot> own = all.stream().filter(it -> it.host().equals(host)).toList();
      long made = own.stream().mapToLong(Snapshot::seq).max().orElse(-1) + 1;
      long different = own.stream().mapToLong(Snapshot::seq).distinct().count();
      long unordered = 0;
      for (int i = 1; i < own.size(); i++) {
        boolean later = own.get(i).capturedAt().isAfter(own.get(i - 1).capturedAt());
        unordered += later ? 0 : 1;
      }
      table.add(
          host,
          "" + made,
          "" + own.size(),
          "" + (own.size() - different),
          "" + unordered,
          "" + (made - different),
          "" + own.get(own.size() - 1).collector().dropped());
    }
    table.lines().forEach(out);
  }
}
