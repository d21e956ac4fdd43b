package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus with the counts of a {@link History}, one sample a window, served on loopback. */
final class Prometheus implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Process process;
  private final String url;

  private Prometheus(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Whether the server and its tool are here. */
  static boolean isInstalled() throws IOException, InterruptedException {
    return Peer.isInstalled("prometheus") && Peer.isInstalled("promtool");
  }

  /** Loads the history and starts the server. */
  static Prometheus start(Path folder, History history, long startMs)
      throws IOException, InterruptedException {
    Path samples = folder.resolve("samples.txt");
    write(history, startMs, samples);
    Path data = folder.resolve("prometheus");
    run(
        folder,
        "promtool",
        "tsdb",
        "create-blocks-from",
        "openmetrics",
        samples.toString(),
        data.toString());
    Files.delete(samples);
    Path configuration = Files.writeString(folder.resolve("prometheus.yml"), "");
    String address;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + data,
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    Prometheus prometheus = new Prometheus(process, "http://" + address);
    prometheus.awaitReady();
    return prometheus;
  }

  private static void write(History history, long startMs, Path samples) throws IOException {
    try (PrintWriter out =
        new PrintWriter(Files.newBufferedWriter(samples, StandardCharsets.US_ASCII))) {
      out.println("# TYPE socketfleet_sockets gauge");
      for (int seq = 0; seq < history.snapshots(); seq++) {
        for (int host = 0; host < history.fleet().hosts(); host++) {
          long atMs = history.atMs(startMs, host, seq);
          Snapshot snapshot = history.fleet().snapshot(host, seq, Instant.ofEpochMilli(atMs));
          for (Group group : snapshot.groups()) {
            for (SocketState state : SocketState.values()) {
              long count = group.counts().count(state);
              if (count > 0) {
                String series = series(snapshot.host(), group.endpoint(), state);
                out.println(series + " " + count + " " + atMs / 1_000.0);
              }
            }
          }
        }
      }
      out.println("# EOF");
    }
  }

  private static String series(String host, Endpoint endpoint, SocketState state) {
    return "socketfleet_sockets{host=\"%s\",role=\"%s\",port=\"%d\",state=\"%s\"}"
        .formatted(host, endpoint.role().wireName(), endpoint.port(), state.wireName());
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Path log = folder.resolve("promtool.log");
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("promtool failed: " + Files.readString(log).strip());
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/-/ready")).build();
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      try {
        if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new IOException("prometheus ended", e);
        }
      }
      if (System.nanoTime() > deadline) {
        close();
        throw new IOException("prometheus is not ready within " + SOON.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** The range query of one series, a point a minute. */
  URI range(String host, Endpoint endpoint, SocketState state, long fromMs, long toMs) {
    return range(series(host, endpoint, state), fromMs, toMs);
  }

  /** The range query of an expression, a point a minute. */
  URI range(String expression, long fromMs, long toMs) {
    return URI.create(
        "%s/api/v1/query_range?query=%s&start=%d&end=%d&step=60"
            .formatted(url, encoded(expression), fromMs / 1_000, toMs / 1_000));
  }

  /** The value of an expression at one time. */
  URI instant(String expression, long atMs) {
    return URI.create(
        "%s/api/v1/query?query=%s&time=%d".formatted(url, encoded(expression), atMs / 1_000));
  }

  private static String encoded(String expression) {
    return URLEncoder.encode(expression, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    Peer.end(process);
  }
}
