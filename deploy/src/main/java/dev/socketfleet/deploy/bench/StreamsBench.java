package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.TopicSpec;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The streams application as a process, beside a bare consumer with the same parser and beside the
 * textbook topology: snapshots per second of processor time of the whole process. All read the same
 * topic, which was filled before, on a broker in this process; the first part is not counted.
 */
public final class StreamsBench {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration STUCK = Duration.ofMinutes(2);
  private static final Topics TOPICS = Topics.withDefaultPrefix();
  private static final String OUTPUT = "bench.output";

  /** Loading, connecting and most of the compiling are no part of the measurement. */
  private static final double WARM = 0.7;

  private static final Duration WARM_AT_MOST = Duration.ofSeconds(90);
  private static final Duration MEASURE_AT_MOST = Duration.ofSeconds(30);

  private static final String BARE = "bare consumer";
  private static final String OURS = "socketfleet streams";
  private static final String TEXTBOOK = "textbook topology";
  private static final String BOOK_GROUP = "book-";

  private final BenchFleet fleet;
  private final int snapshots;
  private final Class<?> command;
  private final Consumer<String> out;

  /**
   * A benchmark of so many snapshots.
   *
   * @param snapshots of each host
   * @param endpoints of each host
   * @param command the command line's main class
   */
  public StreamsBench(
      int hosts, int endpoints, int snapshots, Class<?> command, Consumer<String> out) {
    this.fleet = new BenchFleet(hosts, endpoints);
    this.snapshots = snapshots;
    this.command = command;
    this.out = out;
  }

  /** Measures so often, in turn, and prints a table. */
  public void run(int rounds, boolean textbook) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("socketfleet-bench-");
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(SOON);
      String servers = broker.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        createTopics(admin);
        fill(servers);
        Medians values = new Medians();
        for (int round = 0; round < rounds; round++) {
          measure(BARE, bare(servers, "bare-" + round), "bare-" + round, admin, values);
          String id = "ours-" + round;
          measure(OURS, Child.streams(command, servers, id, folder), id, admin, values);
          if (textbook) {
            measure(TEXTBOOK, book(servers, folder, round), BOOK_GROUP + round, admin, values);
          }
        }
        print(values);
      } catch (ExecutionException e) {
        throw new IOException("the broker refused: " + e.getCause(), e);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  /** Append time would be the moment of the filling; the record's own is when it was captured. */
  private static void createTopics(Admin admin) throws InterruptedException, ExecutionException {
    List<TopicSpec> specs = new ArrayList<>();
    for (TopicSpec spec : TOPICS.specs(TopicSizing.singleNode())) {
      Map<String, String> settings = new LinkedHashMap<>(spec.configs());
      settings.remove(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
      specs.add(new TopicSpec(spec.name(), spec.partitions(), spec.replication(), settings));
    }
    specs.add(new TopicSpec(OUTPUT, specs.get(0).partitions(), (short) 1, Map.of()));
    new TopicAdmin(admin).create(specs);
  }

  /** Each snapshot is a batch of its own, as hosts send them. */
  private void fill(String servers) {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            servers,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "zstd",
            ProducerConfig.BATCH_SIZE_CONFIG,
            0,
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.ACKS_CONFIG,
            "1",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            false);
    long interval = BenchFleet.INTERVAL.toMillis();
    long startMs = System.currentTimeMillis() / 60_000 * 60_000 - snapshots * interval;
    long bytes = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int seq = 0; seq < snapshots; seq++) {
        for (int host = 0; host < fleet.hosts(); host++) {
          long atMs = startMs + seq * interval + host * interval / fleet.hosts();
          byte[] json = SnapshotCodec.encode(fleet.snapshot(host, seq, Instant.ofEpochMilli(atMs)));
          bytes += json.length;
          ProducerRecord<byte[], byte[]> record =
              new ProducerRecord<>(
                  TOPICS.snapshots(),
                  null,
                  atMs,
                  BenchFleet.host(host).getBytes(StandardCharsets.UTF_8),
                  json);
          record.headers().add("sentAtMs", Long.toString(atMs).getBytes(StandardCharsets.UTF_8));
          var unused = producer.send(record);
        }
      }
    }
    out.accept(
        "%,d snapshots of %d hosts, %d bytes each before compression"
            .formatted(total(), fleet.hosts(), bytes / total()));
  }

  private long total() {
    return (long) snapshots * fleet.hosts();
  }

  private static List<String> bare(String servers, String group) {
    return Child.java(BareConsumer.class, servers, TOPICS.snapshots(), group);
  }

  private static List<String> book(String servers, Path folder, int round) {
    String id = BOOK_GROUP + round;
    return Child.java(
        TextbookTopology.class,
        servers,
        TOPICS.snapshots(),
        OUTPUT,
        id,
        folder.resolve(id).toString());
  }

  private void measure(String what, List<String> line, String group, Admin admin, Medians values)
      throws IOException, InterruptedException, ExecutionException {
    try (Child child = Child.start(line)) {
      await(child, admin, group, 1, STUCK);
      long first = await(child, admin, group, (long) (WARM * total()), WARM_AT_MOST);
      double compiling = ProcessCost.compilerSeconds(child.pid());
      double cpu = ProcessCost.cpuSeconds(child.pid());
      long start = System.nanoTime();
      long last = await(child, admin, group, total(), MEASURE_AT_MOST);
      double used = ProcessCost.cpuSeconds(child.pid()) - cpu;
      double seconds = (System.nanoTime() - start) / 1e9;
      double compiled = ProcessCost.compilerSeconds(child.pid()) - compiling;
      values.add(what + " per cpu", (last - first) / used);
      values.add(what + " compiling", compiled / used * 100);
      values.add(what + " per second", (last - first) / seconds);
      values.add(what + " rss", ProcessCost.rssMib(child.pid()));
      values.add(what + " kept", (double) changelogBytes(admin, group) / last);
    }
  }

  /** Waits until so many snapshots are done with, or for so long; how many it were. */
  private static long await(Child child, Admin admin, String group, long count, Duration atMost)
      throws IOException, InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long done = 0;
    while (done < count && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(100);
      done = done(admin, group);
      child.requireAlive();
    }
    if (done == 0) {
      throw new IOException("%s stands still:%n%s".formatted(group, child.printed()));
    }
    return done;
  }

  private static long done(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> internal = new HashMap<>();
    long snapshots = 0;
    long counts = 0;
    for (var offset :
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet()) {
      if (offset.getValue() == null) {
        continue;
      }
      if (offset.getKey().topic().equals(TOPICS.snapshots())) {
        snapshots += offset.getValue().offset();
      } else {
        counts += offset.getValue().offset();
        internal.put(offset.getKey(), OffsetSpec.latest());
      }
    }
    return group.startsWith(BOOK_GROUP)
        ? aggregated(admin, snapshots, counts, internal)
        : snapshots;
  }

  /** The textbook's first half runs ahead: only what its second half has aggregated is done. */
  private static long aggregated(
      Admin admin, long snapshots, long counts, Map<TopicPartition, OffsetSpec> internal)
      throws InterruptedException, ExecutionException {
    long sent = 0;
    for (var end : admin.listOffsets(internal).all().get().values()) {
      sent += end.offset();
    }
    return sent == 0 ? 0 : Math.round((double) snapshots * counts / sent);
  }

  private static long changelogBytes(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    long bytes = 0;
    for (var dirs : admin.describeLogDirs(List.of(1)).allDescriptions().get().values()) {
      for (var dir : dirs.values()) {
        for (Map.Entry<TopicPartition, ReplicaInfo> replica : dir.replicaInfos().entrySet()) {
          if (replica.getKey().topic().startsWith(group)) {
            bytes += replica.getValue().size();
          }
        }
      }
    }
    return bytes;
  }

  private void print(Medians values) {
    TextTable table =
        new TextTable(
            "MEDIANS",
            "PER_CPU_SECOND",
            "TO_BARE",
            "TO_TEXTBOOK",
            "PER_SECOND",
            "COMPILING_PERCENT",
            "RSS_MIB",
            "INTERNAL_TOPICS_BYTES");
    for (String who : List.of(BARE, OURS, TEXTBOOK)) {
      if (values.of(who + " per cpu").isPresent()) {
        table.add(
            who,
            "%.0f".formatted(values.of(who + " per cpu").orElse(0)),
            values.ratio(who + " per cpu", BARE + " per cpu"),
            values.ratio(who + " per cpu", TEXTBOOK + " per cpu"),
            "%.0f".formatted(values.of(who + " per second").orElse(0)),
            "%.0f".formatted(values.of(who + " compiling").orElse(0)),
            "%.0f".formatted(values.of(who + " rss").orElse(0)),
            "%.0f".formatted(values.of(who + " kept").orElse(0)));
      }
    }
    table.lines().forEach(out);
  }
}
