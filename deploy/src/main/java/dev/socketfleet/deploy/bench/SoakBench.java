package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;

/** Whether an instance of streams keeps its size under a steady load, and what its state takes. */
public final class SoakBench {

  private static final int ENDPOINTS = 30;

  /** 10,000 hosts with 30 endpoints fill a gigabyte. */
  private static final String MOST_HEAP = "2g";

  private static final int ROWS = 15;
  private static final String GROUP = "soak";
  private static final Duration SAMPLE = Duration.ofSeconds(1);
  private static final Pattern HEAP =
      Pattern.compile("(?m)^jvm_memory_used_bytes\\{[^}]*area=\"heap\"[^}]*\\} (\\S+)$");

  private final int hosts;
  private final int perSecond;
  private final Class<?> command;
  private final Consumer<String> out;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * A benchmark of so many hosts.
   *
   * @param perSecond snapshots of all hosts together
   * @param command the command line's main class
   */
  public SoakBench(int hosts, int perSecond, Class<?> command, Consumer<String> out) {
    this.hosts = hosts;
    this.perSecond = perSecond;
    this.command = command;
    this.out = out;
  }

  /** Runs for this long and prints a table with fifteen rows over time. */
  public void run(Duration length) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("socketfleet-bench-");
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(Duration.ofSeconds(90));
      String servers = broker.bootstrapServers();
      Topics topics = Topics.withDefaultPrefix();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        new TopicAdmin(admin).create(topics.specs(TopicSizing.singleNode()));
        BenchFleet fleet = BenchFleet.of(hosts, ENDPOINTS);
        List<String> line = Child.streams(command, servers, GROUP, folder);
        try (Child child = Child.start(Child.withHeap(line, MOST_HEAP));
            Load load = new Load(servers, topics.snapshots(), fleet, perSecond)) {
          String url = child.awaitApi();
          soak(child, url, load, admin, length);
          double bytes = Progress.internalBytes(admin, GROUP);
          out.accept(
              "After %d minutes: %.0f kB of state and %.0f kB of internal topics a host"
                  .formatted(
                      length.toMinutes(),
                      Folders.bytes(folder.resolve(GROUP)) / 1_024.0 / hosts,
                      bytes / 1_024 / hosts));
        }
      } catch (ExecutionException e) {
        throw new IOException("the broker refused: " + e.getCause(), e);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private void soak(Child child, String url, Load load, Admin admin, Duration length)
      throws IOException, InterruptedException, ExecutionException {
    TextTable table =
        new TextTable("MINUTE", "PER_SECOND", "BEHIND", "CORES", "LEAST_HEAP_MIB", "RSS_MIB");
    long start = System.nanoTime();
    for (int row = 1; row <= ROWS; row++) {
      long end = start + length.toNanos() / ROWS * row;
      long sentBefore = load.sent();
      double cpu = ProcessCost.cpuSeconds(child.pid());
      long began = System.nanoTime();
      double leastHeap = Double.MAX_VALUE;
      double rss = 0;
      while (System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.sleep(SAMPLE.toNanos());
        child.requireAlive();
        leastHeap = Math.min(leastHeap, heapBytes(url));
        rss = Math.max(rss, ProcessCost.rssMib(child.pid()));
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      table.add(
          Long.toString(TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - start)),
          "%.0f".formatted((load.sent() - sentBefore) / seconds),
          Long.toString(Math.max(0, load.sent() - Progress.done(admin, GROUP))),
          "%.2f".formatted((ProcessCost.cpuSeconds(child.pid()) - cpu) / seconds),
          "%.0f".formatted(leastHeap / (1 << 20)),
          "%.0f".formatted(rss));
    }
    table.lines().forEach(out);
  }

  private double heapBytes(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url).resolve("/metrics"))
            .timeout(Duration.ofSeconds(30))
            .build();
    Matcher found = HEAP.matcher(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    double bytes = 0;
    while (found.find()) {
      bytes += Double.parseDouble(found.group(1));
    }
    return bytes;
  }
}
