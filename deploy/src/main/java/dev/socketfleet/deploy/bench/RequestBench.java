package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.text.TextTable;
import dev.socketfleet.deploy.bench.Requests.Result;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * One instance that has many hosts, asked at a steady rate what people and dashboards ask, while
 * all hosts report; and Prometheus with the same counts, asked the same at the same rate. In turn,
 * in several rounds.
 */
public final class RequestBench {

  private static final Duration SOON = Duration.ofMinutes(5);
  private static final int ROUNDS = 3;
  private static final int MINUTES = 20;
  private static final int ENDPOINTS = 10;
  private static final int QUERIED_MINUTES = 15;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Topics TOPICS = Topics.withDefaultPrefix();

  private final int hosts;
  private final int perSecond;
  private final Class<?> command;
  private final Consumer<String> out;
  private final Random random = new Random(1);

  /**
   * A benchmark of so many hosts and requests.
   *
   * @param command the command line's main class
   */
  public RequestBench(int hosts, int perSecond, Class<?> command, Consumer<String> out) {
    this.hosts = hosts;
    this.perSecond = perSecond;
    this.command = command;
    this.out = out;
  }

  /** Asks each of both for so long in each round and prints a table. */
  public void run(Duration round) throws IOException, InterruptedException {
    if (!Prometheus.isInstalled()) {
      throw new IOException("prometheus and promtool are missing (apt-get install prometheus)");
    }
    Path folder = Files.createTempDirectory("socketfleet-bench-");
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start(Duration.ofSeconds(90));
      String servers = broker.bootstrapServers();
      BenchFleet fleet = new BenchFleet(hosts, ENDPOINTS, Duration.ofMinutes(1), "past");
      History history = new History(fleet, MINUTES);
      long startMs = history.startMs(System.currentTimeMillis());
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        History.createTopics(admin);
        history.fill(servers, startMs);
        List<String> line = Child.streams(command, servers, "ours", folder);
        line.addAll(Child.set("http.requests.per.second", "100000"));
        BenchFleet live = new BenchFleet(hosts, ENDPOINTS, Duration.ofMinutes(1), "live");
        try (Child child = Child.start(line);
            Prometheus prometheus = Prometheus.start(folder, history, startMs)) {
          Progress.await(child, admin, "ours", (long) hosts * MINUTES, SOON);
          String url = child.awaitApi().replaceAll("/$", "");
          try (Load load = new Load(servers, TOPICS.snapshots(), live, Math.max(1, hosts / 60))) {
            measure(round, number -> ours(url, number, startMs), prometheus, startMs, load);
          }
        }
      } catch (ExecutionException e) {
        throw new IOException("the broker refused: " + e.getCause(), e);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure(
      Duration round, Requests.Questions ours, Prometheus prometheus, long startMs, Load load)
      throws InterruptedException {
    Requests.Questions theirs = number -> theirs(prometheus, number, startMs);
    Requests requests = new Requests(perSecond);
    requests.send(WARM_UP, ours);
    requests.send(WARM_UP, theirs);
    long sent = load.sent();
    long began = System.nanoTime();
    List<Result> ourResults = new ArrayList<>();
    List<Result> theirResults = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      ourResults.addAll(requests.send(round, ours));
      theirResults.addAll(requests.send(round, theirs));
    }
    out.accept(
        "%d requests a second about %d hosts, %d rounds of %d s each, beside %.0f snapshots a second"
            .formatted(
                perSecond,
                hosts,
                ROUNDS,
                round.toSeconds(),
                (load.sent() - sent) / ((System.nanoTime() - began) / 1e9)));
    TextTable table =
        new TextTable("QUESTION", "WHO", "REQUESTS", "FAILED", "P50_MS", "P99_MS", "MAX_MS");
    for (Kind kind : Kind.values()) {
      add(table, kind, "socketfleet streams", ourResults);
      add(table, kind, "prometheus", theirResults);
    }
    table.lines().forEach(out);
  }

  private static void add(TextTable table, Kind kind, String who, List<Result> results) {
    List<Result> own = results.stream().filter(it -> it.kind() == kind).toList();
    List<Double> millis = own.stream().filter(it -> !it.failed()).map(Result::millis).toList();
    table.add(
        kind.words,
        who,
        Integer.toString(own.size()),
        Long.toString(own.stream().filter(Result::failed).count()),
        Percentiles.text(millis, 50),
        Percentiles.text(millis, 99),
        Percentiles.text(millis, 100));
  }

  /** What is asked, and how often of a hundred requests. */
  enum Kind {
    HOST("all of a host, now", 58),
    SERIES("a series of 15 minutes", 40),
    FLEET("a series over all hosts", 1),
    TOP("the 20 hosts with most", 1);

    private final String words;
    private final int share;

    Kind(String words, int share) {
      this.words = words;
      this.share = share;
    }

    static Kind of(long number) {
      int left = (int) (number % 100);
      for (Kind kind : values()) {
        if (left < kind.share) {
          return kind;
        }
        left -= kind.share;
      }
      throw new IllegalStateException("the shares are not a hundred");
    }
  }

  private synchronized int any(int bound) {
    return random.nextInt(bound);
  }

  private Endpoint anyService() {
    return new Endpoint(Role.SERVER, BenchFleet.FIRST_PORT + 2 * any(ENDPOINTS / 2));
  }

  private static long toMs(long startMs) {
    return startMs + (MINUTES - 2) * 60_000L;
  }

  private static long fromMs(long startMs) {
    return toMs(startMs) - QUERIED_MINUTES * 60_000L;
  }

  private URI ours(String url, long number, long startMs) {
    String range =
        "&from=%s&to=%s&step=1m"
            .formatted(Instant.ofEpochMilli(fromMs(startMs)), Instant.ofEpochMilli(toMs(startMs)));
    Endpoint endpoint = anyService();
    String state =
        "role=%s&port=%d&state=established".formatted(endpoint.role().wireName(), endpoint.port());
    String host = "/api/v1/hosts/" + BenchFleet.host(any(hosts));
    return URI.create(
        url
            + switch (Kind.of(number)) {
              case HOST -> host;
              case SERIES -> host + "/series?" + state + range;
              case FLEET -> "/api/v1/fleet/series?" + state + range;
              case TOP -> "/api/v1/top?state=close_wait&by=host&limit=20";
            });
  }

  private URI theirs(Prometheus prometheus, long number, long startMs) {
    Endpoint endpoint = anyService();
    String host = BenchFleet.host(any(hosts));
    return switch (Kind.of(number)) {
      case HOST -> prometheus.instant("socketfleet_sockets{host=\"" + host + "\"}", toMs(startMs));
      case SERIES ->
          prometheus.range(host, endpoint, SocketState.ESTABLISHED, fromMs(startMs), toMs(startMs));
      case FLEET ->
          prometheus.range(
              "sum(socketfleet_sockets{role=\"%s\",port=\"%d\",state=\"established\"})"
                  .formatted(endpoint.role().wireName(), endpoint.port()),
              fromMs(startMs),
              toMs(startMs));
      case TOP ->
          prometheus.instant(
              "topk(20, sum by (host) (socketfleet_sockets{state=\"close_wait\"}))", toMs(startMs));
    };
  }
}
