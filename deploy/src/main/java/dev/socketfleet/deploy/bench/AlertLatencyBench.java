package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * How long after the broker took a snapshot its alert can be read, under a steady load, beside a
 * record that Kafka Streams hands on as it is. Both run in turn under the same load.
 */
public final class AlertLatencyBench {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String OURS = "socketfleet alert";
  private static final String EMPTY = "empty topology";

  private final BenchFleet fleet;
  private final int perSecond;
  private final Duration warm;
  private final int probes;
  private final Map<String, String> settings;
  private final Class<?> command;
  private final Consumer<String> out;

  /**
   * A benchmark with so many hosts.
   *
   * @param perSecond snapshots of all hosts together
   * @param warm how long each candidate runs under load before it is measured
   * @param probes how many alerts are measured in a round
   * @param settings of both, over what they have in common
   * @param command the command line's main class
   */
  public AlertLatencyBench(
      int hosts,
      int perSecond,
      Duration warm,
      int probes,
      Map<String, String> settings,
      Class<?> command,
      Consumer<String> out) {
    this.fleet = BenchFleet.of(hosts, 30);
    this.perSecond = perSecond;
    this.warm = warm;
    this.probes = probes;
    this.settings = Map.copyOf(settings);
    this.command = command;
    this.out = out;
  }

  /** Measures so often, in turn, and prints a table. */
  public void run(int rounds) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("socketfleet-bench-");
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(SOON);
      String servers = broker.bootstrapServers();
      Medians values = new Medians();
      for (int round = 0; round < rounds; round++) {
        Topics empty = topics(servers, "empty-" + round);
        measure(
            EMPTY, emptyTopology(configuration(servers, folder, empty)), servers, empty, values);
        Topics ours = topics(servers, "ours-" + round);
        measure(OURS, ours(configuration(servers, folder, ours)), servers, ours, values);
      }
      print(values);
    } finally {
      Folders.delete(folder);
    }
  }

  private List<String> emptyTopology(Map<String, String> configuration) {
    List<String> line = Child.java(EmptyTopology.class, Probes.PREFIX);
    configuration.forEach((key, value) -> line.addAll(List.of(key, value)));
    return line;
  }

  private List<String> ours(Map<String, String> configuration) {
    List<String> line = Child.java(command, "streams");
    configuration.forEach((key, value) -> line.addAll(Child.set(key, value)));
    return line;
  }

  private Map<String, String> configuration(String servers, Path folder, Topics topics) {
    Map<String, String> configuration =
        new HashMap<>(Child.alone(servers, topics.prefix(), folder));
    configuration.put("topic.prefix", topics.prefix());
    configuration.putAll(settings);
    return configuration;
  }

  /** Each candidate has topics of its own, so that it finds nothing there but its own load. */
  private static Topics topics(String servers, String prefix) throws IOException {
    Topics topics = new Topics(prefix);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      new TopicAdmin(admin).create(topics.specs(TopicSizing.singleNode()));
    }
    return topics;
  }

  private void measure(
      String what, List<String> line, String servers, Topics topics, Medians values)
      throws IOException, InterruptedException {
    try (Child child = Child.start(line);
        Load load = new Load(servers, topics.snapshots(), fleet, perSecond)) {
      TimeUnit.MILLISECONDS.sleep(warm.toMillis());
      double cpu = ProcessCost.cpuSeconds(child.pid());
      long sent = load.sent();
      long start = System.nanoTime();
      double[] latencies =
          new Probes(servers, topics.snapshots()).send(probes, topics.alertEvents());
      child.requireAlive();
      if (latencies.length < probes) {
        throw new IOException(
            "%s answered %d of %d probes:%n%s"
                .formatted(what, latencies.length, probes, child.printed()));
      }
      values.add(what + " p50", latencies[latencies.length / 2]);
      values.add(what + " p99", latencies[latencies.length * 99 / 100]);
      double seconds = (System.nanoTime() - start) / 1e9;
      values.add(what + " rate", (load.sent() - sent) / seconds);
      values.add(what + " cores", (ProcessCost.cpuSeconds(child.pid()) - cpu) / seconds);
    }
  }

  private void print(Medians values) {
    TextTable table =
        new TextTable("MEDIANS", "P50_MS", "P99_MS", "P99_TO_EMPTY", "PER_SECOND", "CORES");
    for (String who : List.of(EMPTY, OURS)) {
      table.add(
          who,
          "%.1f".formatted(values.of(who + " p50").orElse(0)),
          "%.1f".formatted(values.of(who + " p99").orElse(0)),
          values.ratio(who + " p99", EMPTY + " p99"),
          "%.0f".formatted(values.of(who + " rate").orElse(0)),
          "%.2f".formatted(values.of(who + " cores").orElse(0)));
    }
    table.lines().forEach(out);
  }
}
