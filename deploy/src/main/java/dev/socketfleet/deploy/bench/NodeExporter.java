package dev.socketfleet.deploy.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Prometheus' node_exporter with its collector tcpstat alone, on loopback. */
final class NodeExporter implements AutoCloseable {

  static final String NAME = "node_exporter tcpstat";

  private static final String PROGRAM = "prometheus-node-exporter";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpRequest scrape;
  private final Process process;

  private NodeExporter(int port, Process process) {
    this.scrape =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)))
            .timeout(SOON)
            .build();
    this.process = process;
  }

  /** Whether it is here under the name that Debian gives it. */
  static boolean isInstalled() throws IOException, InterruptedException {
    return Peer.isInstalled(PROGRAM);
  }

  static NodeExporter start() throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                PROGRAM,
                "--collector.disable-defaults",
                "--collector.tcpstat",
                "--web.disable-exporter-metrics",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    NodeExporter exporter = new NodeExporter(port, process);
    exporter.awaitAnswer();
    return exporter;
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      try {
        scrape();
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new IOException(PROGRAM + " does not answer", e);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  /** Lets it count all sockets once. */
  void scrape() throws IOException, InterruptedException {
    HttpResponse<Void> answer = client.send(scrape, HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() != 200) {
      throw new IOException(PROGRAM + " answered with status " + answer.statusCode());
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    Peer.end(process);
  }
}
