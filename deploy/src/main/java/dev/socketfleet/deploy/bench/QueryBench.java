package dev.socketfleet.deploy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * How long the series of one endpoint over 24 hours, a point a minute, takes under a steady load of
 * snapshots: from an instance of streams, and from Prometheus with the same counts. Both are asked
 * in turn, by one client each.
 */
public final class QueryBench {

  private static final Duration SOON = Duration.ofMinutes(5);

  /** A day, and what may still be open at its end. */
  private static final int MINUTES = 24 * 60 + 10;

  private static final int ENDPOINTS = 30;
  private static final int LIVE_HOSTS = 1_000;
  private static final int WARM_UP = 200;
  private static final Topics TOPICS = Topics.withDefaultPrefix();

  private final int hosts;
  private final int perSecond;
  private final Class<?> command;
  private final Consumer<String> out;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * A benchmark with so many hosts that have a history of 24 hours.
   *
   * @param perSecond snapshots of 1,000 hosts together while queries are measured
   * @param command the command line's main class
   */
  public QueryBench(int hosts, int perSecond, Class<?> command, Consumer<String> out) {
    this.hosts = hosts;
    this.perSecond = perSecond;
    this.command = command;
    this.out = out;
  }

  /** Measures so many queries of each and prints a table. */
  public void run(int queries) throws IOException, InterruptedException {
    if (!Prometheus.isInstalled()) {
      throw new IOException("prometheus and promtool are missing (apt-get install prometheus)");
    }
    Path folder = Files.createTempDirectory("socketfleet-bench-");
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(Duration.ofSeconds(90));
      String servers = broker.bootstrapServers();
      BenchFleet past = new BenchFleet(hosts, ENDPOINTS, Duration.ofMinutes(1), "past");
      History history = new History(past, MINUTES);
      long startMs = history.startMs(System.currentTimeMillis());
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        History.createTopics(admin);
        history.fill(servers, startMs);
        List<String> line = Child.streams(command, servers, "ours", folder);
        line.addAll(Child.set("window.retention", "26h"));
        try (Child child = Child.start(line);
            Prometheus prometheus = Prometheus.start(folder, history, startMs)) {
          Progress.await(child, admin, "ours", (long) hosts * MINUTES, SOON);
          String url = child.awaitApi();
          BenchFleet live = BenchFleet.of(LIVE_HOSTS, ENDPOINTS);
          try (Load load = new Load(servers, TOPICS.snapshots(), live, perSecond)) {
            measure(queries, url, prometheus, startMs, load);
          }
        }
      } catch (ExecutionException e) {
        throw new IOException("the broker refused: " + e.getCause(), e);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure(int queries, String url, Prometheus prometheus, long startMs, Load load)
      throws IOException, InterruptedException {
    List<Double> ourMillis = new ArrayList<>();
    List<Double> theirMillis = new ArrayList<>();
    Random random = new Random(1);
    long sent = load.sent();
    long began = System.nanoTime();
    for (int i = -WARM_UP; i < queries; i++) {
      String host = BenchFleet.host(random.nextInt(hosts));
      int service = random.nextInt(ENDPOINTS / 2) * 2;
      Endpoint endpoint = new Endpoint(Role.SERVER, BenchFleet.FIRST_PORT + service);
      // The last minutes are still open, and what is sent now is in them.
      long toMs = startMs + (MINUTES - 10) * 60_000L;
      URI ours = series(url, host, endpoint, startMs, toMs);
      URI theirs = prometheus.range(host, endpoint, SocketState.ESTABLISHED, startMs, toMs);
      Answer one = ask(ours);
      Answer other = ask(theirs);
      if (i == -WARM_UP) {
        requireSame(one.body(), other.body());
      }
      if (i >= 0) {
        ourMillis.add(one.millis());
        theirMillis.add(other.millis());
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    out.accept(
        "%d queries of each beside %.0f snapshots a second"
            .formatted(queries, (load.sent() - sent) / ((System.nanoTime() - began) / 1e9)));
    print(ourMillis, theirMillis);
  }

  private static URI series(String url, String host, Endpoint endpoint, long fromMs, long toMs) {
    return URI.create(
        "%s/api/v1/hosts/%s/series?role=%s&port=%d&state=established&from=%s&to=%s&step=1m"
            .formatted(
                url.replaceAll("/$", ""),
                host,
                endpoint.role().wireName(),
                endpoint.port(),
                Instant.ofEpochMilli(fromMs),
                Instant.ofEpochMilli(toMs)));
  }

  private record Answer(double millis, String body) {}

  private Answer ask(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
    long start = System.nanoTime();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    double millis = (System.nanoTime() - start) / 1e6;
    if (answer.statusCode() != 200) {
      throw new IOException(
          "%s answered %d: %s".formatted(uri, answer.statusCode(), answer.body()));
    }
    return new Answer(millis, answer.body());
  }

  /** Prometheus looks back from each full minute, so its points are one minute later. */
  private void requireSame(String ours, String theirs) throws IOException {
    List<Long> last = new ArrayList<>();
    for (JsonNode point : json.readTree(ours).path("points")) {
      last.add(point.path("last").asLong());
    }
    List<Long> samples = new ArrayList<>();
    for (JsonNode sample : json.readTree(theirs).at("/data/result/0/values")) {
      samples.add(sample.path(1).asLong());
    }
    boolean same =
        Collections.indexOfSubList(samples, last.subList(0, last.size() - 1)) >= 0
            && last.size() == MINUTES - 10;
    if (!same) {
      throw new IOException(
          "the answers differ: %d points beginning with %s, and %d beginning with %s"
              .formatted(
                  last.size(),
                  last.stream().limit(5).toList(),
                  samples.size(),
                  samples.stream().limit(5).toList()));
    }
  }

  private void print(List<Double> ours, List<Double> theirs) {
    TextTable table = new TextTable("24 HOURS OF MINUTES", "P50_MS", "P99_MS", "P99_RATIO");
    add(table, "socketfleet streams", ours, theirs);
    add(table, "prometheus", theirs, theirs);
    table.lines().forEach(out);
  }

  private static void add(TextTable table, String who, List<Double> values, List<Double> peer) {
    table.add(
        who,
        Percentiles.text(values, 50),
        Percentiles.text(values, 99),
        "%.2f".formatted(Percentiles.of(values, 99) / Percentiles.of(peer, 99)));
  }
}
