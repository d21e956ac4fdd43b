package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.TopicSpec;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * The streams application as a process, beside a bare consumer with the same parser, a topology
 * that does no more than that consumer, and the textbook topology: snapshots per second of
 * processor time of the whole process. All read the same topic, which was filled before, on a
 * broker in this process; the first part is not counted.
 */
public final class StreamsBench {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration STUCK = Duration.ofMinutes(2);
  private static final Topics TOPICS = Topics.withDefaultPrefix();
  private static final TopicSpec OUTPUT =
      new TopicSpec("bench.output", TopicSizing.singleNode().partitions(), (short) 1, Map.of());

  /** Loading, connecting and most of the compiling are no part of the measurement. */
  private static final double WARM = 0.7;

  private static final Duration WARM_AT_MOST = Duration.ofSeconds(90);
  private static final Duration MEASURE_AT_MOST = Duration.ofSeconds(30);

  private static final String BARE = "bare consumer";
  private static final String PARSING = "topology that only parses";
  private static final String OURS = "socketfleet streams";
  private static final String TEXTBOOK = "textbook topology";

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
    this.fleet = BenchFleet.of(hosts, endpoints);
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
        History.createTopics(admin);
        new TopicAdmin(admin).create(List.of(OUTPUT));
        long bytes = new History(fleet, snapshots).fill(servers);
        out.accept(
            "%,d snapshots of %d hosts, %d bytes each before compression"
                .formatted(total(), fleet.hosts(), bytes / total()));
        Medians values = new Medians();
        for (int round = 0; round < rounds; round++) {
          measure(BARE, bare(servers, "bare-" + round), "bare-" + round, admin, values);
          String only = "parsing-" + round;
          measure(PARSING, parsing(servers, only, folder), only, admin, values);
          String id = "ours-" + round;
          measure(OURS, Child.streams(command, servers, id, folder), id, admin, values);
          if (textbook) {
            measure(
                TEXTBOOK, book(servers, folder, round), Progress.BOOK_GROUP + round, admin, values);
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

  private long total() {
    return (long) snapshots * fleet.hosts();
  }

  private static List<String> bare(String servers, String group) {
    return Child.java(BareConsumer.class, servers, TOPICS.snapshots(), group);
  }

  private static List<String> parsing(String servers, String id, Path folder) {
    List<String> line = Child.java(ParsingTopology.class);
    Child.alone(servers, id, folder).forEach((key, value) -> line.addAll(List.of(key, value)));
    return line;
  }

  private static List<String> book(String servers, Path folder, int round) {
    String id = Progress.BOOK_GROUP + round;
    return Child.java(
        TextbookTopology.class,
        servers,
        TOPICS.snapshots(),
        OUTPUT.name(),
        id,
        folder.resolve(id).toString());
  }

  private void measure(String what, List<String> line, String group, Admin admin, Medians values)
      throws IOException, InterruptedException, ExecutionException {
    try (Child child = Child.start(line)) {
      Progress.await(child, admin, group, 1, STUCK);
      long first = Progress.await(child, admin, group, (long) (WARM * total()), WARM_AT_MOST);
      double compiling = ProcessCost.compilerSeconds(child.pid());
      double cpu = ProcessCost.cpuSeconds(child.pid());
      long start = System.nanoTime();
      long last = Progress.await(child, admin, group, total(), MEASURE_AT_MOST);
      double used = ProcessCost.cpuSeconds(child.pid()) - cpu;
      double seconds = (System.nanoTime() - start) / 1e9;
      double compiled = ProcessCost.compilerSeconds(child.pid()) - compiling;
      values.add(what + " per cpu", (last - first) / used);
      values.add(what + " compiling", compiled / used * 100);
      values.add(what + " per second", (last - first) / seconds);
      values.add(what + " rss", ProcessCost.rssMib(child.pid()));
      values.add(what + " kept", (double) Progress.internalBytes(admin, group) / last);
    }
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
    for (String who : List.of(BARE, PARSING, OURS, TEXTBOOK)) {
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
