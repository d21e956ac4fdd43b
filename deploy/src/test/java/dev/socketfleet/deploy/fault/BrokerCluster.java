package dev.socketfleet.deploy.fault;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** Three brokers, each a process that also votes in the quorum, on 127.0.0.1 only. */
final class BrokerCluster implements AutoCloseable {

  static final int SIZE = 3;

  private static final Duration SOON = Duration.ofSeconds(90);

  private final Path folder;
  private final List<Integer> clientPorts = new ArrayList<>();
  private final List<Integer> quorumPorts = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();

  BrokerCluster(Path folder) {
    this.folder = folder;
  }

  /** Returns when all three are there. */
  void start() throws IOException {
    for (int node = 0; node < SIZE; node++) {
      clientPorts.add(freePort());
      quorumPorts.add(freePort());
    }
    String clusterId = Uuid.randomUuid().toString();
    for (int node = 0; node < SIZE; node++) {
      Path settings = settings(node);
      String[] format = {"format", "-c", settings.toString(), "-t", clusterId};
      try (PrintStream said = new PrintStream(settings + ".out", "UTF-8")) {
        if (StorageTool.execute(format, said) != 0) {
          throw new IOException("a broker's folder could not be formatted: see " + settings);
        }
      }
      processes.add(run(settings));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> admin.describeCluster().nodes().get().size() == SIZE);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Path settings(int node) throws IOException {
    String clients = "PLAINTEXT://127.0.0.1:" + clientPorts.get(node);
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            Integer.toString(node),
            "controller.quorum.voters",
            voters(),
            "controller.listener.names",
            "CONTROLLER",
            "listeners",
            clients + ",CONTROLLER://127.0.0.1:" + quorumPorts.get(node),
            "advertised.listeners",
            clients,
            "log.dirs",
            folder.resolve("broker-" + node).toString(),
            "log.cleaner.dedupe.buffer.size",
            "2097152"));
    properties.putAll(
        Map.of(
            "default.replication.factor", "3",
            "min.insync.replicas", "2",
            "offsets.topic.replication.factor", "3",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "3",
            "transaction.state.log.min.isr", "2",
            "transaction.state.log.num.partitions", "4",
            "group.initial.rebalance.delay.ms", "0",
            // A broker that is gone is missed soon.
            "broker.session.timeout.ms", "6000"));
    Path file = folder.resolve("broker-" + node + ".properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "");
    }
    return file;
  }

  private String voters() {
    return IntStream.range(0, SIZE)
        .mapToObj(node -> node + "@127.0.0.1:" + quorumPorts.get(node))
        .collect(Collectors.joining(","));
  }

  private static Process run(Path settings) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx320m",
            "-cp",
            System.getProperty("java.class.path"),
            Kafka.class.getName(),
            settings.toString())
        .redirectErrorStream(true)
        .redirectOutput(Path.of(settings + ".log").toFile())
        .start();
  }

  String bootstrapServers() {
    return clientPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  /** Ends one with no chance to say goodbye. */
  void kill(int node) throws InterruptedException {
    processes.get(node).destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    try {
      for (Process process : processes) {
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
    } catch (InterruptedException e) {
      processes.forEach(Process::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
