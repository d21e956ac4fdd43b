package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The collector's own distribution as a process, beside a bare producer that sends the same bytes:
 * time from the process's start until its first record is in Kafka, resident memory and processor
 * time over the run. Both run with the collector's flags and an archive of their classes. Where it
 * is installed collectd runs beside them, counts the same sockets and sends to the same broker.
 */
public final class CollectorBench {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String COLLECTOR = "collector";
  private static final String BARE = "bare producer";
  private static final String COLLECTD = "collectd, write_kafka";
  private static final String TOPIC = Topics.withDefaultPrefix().snapshots();

  private final Path collector;
  private final Consumer<String> out;

  /**
   * @param collector folder of the collector's distribution
   */
  public CollectorBench(Path collector, Consumer<String> out) {
    this.collector = collector;
    this.out = out;
  }

  /**
   * Measures and prints a table.
   *
   * @param sockets that are open meanwhile
   * @param length of the run beside each other
   */
  public void run(int sockets, int starts, Duration interval, Duration length)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("socketfleet-bench-");
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(SOON);
      String servers = broker.bootstrapServers();
      createTopics(servers);
      require(collectorCommand("-prepare", servers));
      Path record = Files.write(folder.resolve("record"), newest(servers).value());
      Path archive = folder.resolve("bare.jsa");
      require(bareCommand("-XX:ArchiveClassesAtExit=" + archive, servers, record, 0));
      Medians values = new Medians();
      try (HeldSockets held = HeldSockets.open(sockets)) {
        out.accept("%d connections held".formatted(held.count()));
        for (int i = 0; i < starts; i++) {
          values.add(
              COLLECTOR + " start",
              firstRecordMs(collectorCommand("", servers, "--once"), servers));
          values.add(
              BARE + " start",
              firstRecordMs(
                  bareCommand("-XX:SharedArchiveFile=" + archive, servers, record, 0), servers));
        }
        record = Files.write(record, newest(servers, COLLECTOR).value());
        List<String> bare =
            bareCommand("-XX:SharedArchiveFile=" + archive, servers, record, interval.toMillis());
        List<String> real = collectorCommand("", servers, "--interval", interval.toMillis() + "ms");
        beside(real, bare, servers, interval, length, values);
      }
      print(values);
    } finally {
      Folders.delete(folder);
    }
  }

  private static void createTopics(String servers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
    }
  }

  private List<String> collectorCommand(String suffix, String servers, String... more) {
    List<String> command = new ArrayList<>();
    command.add(collector.resolve("bin/socketfleet-collector" + suffix).toString());
    command.addAll(List.of("--bootstrap-server", servers, "--host", COLLECTOR));
    command.addAll(List.of(more));
    return command;
  }

  /** With the flags of the collector, read from the same file. */
  private List<String> bareCommand(String flag, String servers, Path record, long intervalMs) {
    return List.of(
        "sh",
        "-c",
        "home=$1; . \"$1/bin/collector-java.sh\"; shift; flag=$1; own=$2; shift 2;"
            + " exec \"$java\" $flags \"$flag\" -cp \"$classpath:$own\" \"$@\"",
        "bare",
        collector.toString(),
        flag,
        ownClasses(),
        BareProducer.class.getName(),
        servers,
        TOPIC,
        record.toString(),
        Long.toString(intervalMs));
  }

  private static String ownClasses() {
    return Path.of(
            CollectorBench.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString();
  }

  private static void require(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("'%s' failed".formatted(String.join(" ", command)));
    }
  }

  /** Both clocks are this machine's: the record's time is that of its append. */
  private static double firstRecordMs(List<String> command, String servers)
      throws IOException, InterruptedException {
    long start = System.currentTimeMillis();
    require(command);
    return newest(servers).timestamp() - start;
  }

  private static ConsumerRecord<byte[], byte[]> newest(String servers) throws IOException {
    return newest(servers, "");
  }

  /** The record that was appended last, of all or of one key. */
  private static ConsumerRecord<byte[], byte[]> newest(String servers, String key)
      throws IOException {
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    return TopicContent.of(servers, TOPIC).stream()
        .filter(it -> key.isEmpty() || Arrays.equals(it.key(), wanted))
        .max(Comparator.comparingLong(ConsumerRecord::timestamp))
        .orElseThrow(() -> new IOException("there is no record on " + TOPIC));
  }

  /** A minute to settle, then a sample each second. */
  private static void beside(
      List<String> real,
      List<String> bare,
      String servers,
      Duration interval,
      Duration length,
      Medians values)
      throws IOException, InterruptedException {
    Process one =
        new ProcessBuilder(real).redirectErrorStream(true).redirectOutput(quiet()).start();
    Process other =
        new ProcessBuilder(bare).redirectErrorStream(true).redirectOutput(quiet()).start();
    Optional<Collectd> collectd =
        Collectd.isInstalled()
            ? Optional.of(Collectd.start(interval, Optional.of(servers)))
            : Optional.empty();
    try {
      TimeUnit.SECONDS.sleep(Math.min(60, length.toSeconds() / 4));
      Map<String, Long> pids = new LinkedHashMap<>(Map.of(COLLECTOR, one.pid()));
      pids.put(BARE, other.pid());
      if (collectd.isPresent()) {
        pids.put(COLLECTD, collectd.get().pid());
      }
      sample(pids, length, values);
    } finally {
      one.destroy();
      other.destroy();
      one.waitFor();
      other.waitFor();
      if (collectd.isPresent()) {
        collectd.get().close();
      }
    }
  }

  private static void sample(Map<String, Long> pids, Duration length, Medians values)
      throws IOException, InterruptedException {
    Medians cpu = new Medians();
    for (Map.Entry<String, Long> it : pids.entrySet()) {
      cpu.add(it.getKey(), ProcessCost.cpuSeconds(it.getValue()));
    }
    long start = System.nanoTime();
    do {
      TimeUnit.SECONDS.sleep(1);
      for (Map.Entry<String, Long> it : pids.entrySet()) {
        values.add(it.getKey() + " rss", ProcessCost.rssMib(it.getValue()));
      }
    } while (System.nanoTime() - start < length.toNanos());
    double seconds = (System.nanoTime() - start) / 1e9;
    for (Map.Entry<String, Long> it : pids.entrySet()) {
      double used = ProcessCost.cpuSeconds(it.getValue()) - cpu.of(it.getKey()).orElse(0);
      values.add(it.getKey() + " cpu", 100 * used / seconds);
    }
  }

  private static ProcessBuilder.Redirect quiet() {
    return ProcessBuilder.Redirect.DISCARD;
  }

  private void print(Medians values) {
    TextTable table = new TextTable("MEDIANS", "FIRST_RECORD_MS", "RSS_MIB", "CPU_PERCENT_OF_CORE");
    for (String who : List.of(COLLECTOR, BARE, COLLECTD)) {
      table.add(
          who,
          values.text("%.0f", who + " start"),
          values.text("%.1f", who + " rss"),
          values.text("%.2f", who + " cpu"));
    }
    for (String peer : List.of(BARE, COLLECTD)) {
      table.add(
          "ratio to " + peer,
          values.ratio(COLLECTOR + " start", peer + " start"),
          values.ratio(COLLECTOR + " rss", peer + " rss"),
          values.ratio(COLLECTOR + " cpu", peer + " cpu"));
    }
    table.lines().forEach(out);
  }
}
