package dev.socketfleet.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code socketfleet backtest} over the topic of a real broker. */
class BacktestTopicIT {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final Topics topics = new Topics("recorded");

  @Test
  void judgesWhatATopicHas() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), freePort())) {
      broker.start(Duration.ofSeconds(60));
      String servers = broker.bootstrapServers();
      assertThat(backtest(servers)).isEqualTo(1);
      assertThat(out)
          .hasToString(
              "socketfleet backtest: topic recorded.snapshots does not exist. Check --topic-prefix.\n");
      record(Map.of("bootstrap.servers", servers));

      assertThat(backtest(servers)).isZero();
      assertThat(out.toString().lines().filter(line -> line.contains("FIRING")))
          .singleElement()
          .asString()
          .contains("FIRING    close-wait-high  web-1/host/server:443/close_wait  value 300");
      assertThat(out.toString())
          .endsWith(
              "40 snapshots, of which 0 were repeated, late or incomplete. 1 records were no snapshots. 1 alerts raised, 0 of them resolved.\n");

      assertThat(backtest(servers, "--to", "-1h")).isZero();
      assertThat(out.toString()).startsWith("0 snapshots, ");
      assertThat(backtest(servers, "--from", "now")).isZero();
      assertThat(out.toString()).startsWith("0 snapshots, ");
    }
  }

  private void record(Map<String, Object> client) throws Exception {
    try (Admin admin = Admin.create(client)) {
      new TopicAdmin(admin).create(topics.specs(TopicSizing.singleNode()));
    }
    Instant now = Instant.now();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 40; i++) {
        Snapshot snapshot = snapshot(i, now.minusSeconds(10L * (40 - i)), i >= 20 ? 300 : 0);
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                topics.snapshots(), "web-1".getBytes(UTF_8), SnapshotCodec.encode(snapshot));
        record.headers().add("sentAtMs", String.valueOf(now.toEpochMilli()).getBytes(UTF_8));
        producer.send(record).get(30, TimeUnit.SECONDS);
      }
      producer
          .send(
              new ProducerRecord<>(
                  topics.snapshots(), "web-1".getBytes(UTF_8), "{".getBytes(UTF_8)))
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static Snapshot snapshot(long seq, Instant capturedAt, long closeWait) {
    return new Snapshot(
        "web-1",
        Map.of(),
        "Linux 6.18",
        "boot",
        seq,
        capturedAt,
        Duration.ofSeconds(10),
        "netlink",
        true,
        List.of(),
        List.of(
            Group.of(
                Group.HOST_NETNS,
                SampleFleet.HTTPS,
                new Owner(OwnerKind.UNIT, "nginx.service"),
                StateCounts.of(SocketState.ESTABLISHED, 5)
                    .plus(StateCounts.of(SocketState.CLOSE_WAIT, closeWait)))),
        List.of(),
        new CollectorHealth("1.0.0", 1, 1, 0));
  }

  private int backtest(String servers, String... more) {
    out.getBuffer().setLength(0);
    String[] args = new String[5 + more.length];
    args[0] = "backtest";
    args[1] = "--bootstrap-server";
    args[2] = servers;
    args[3] = "--topic-prefix";
    args[4] = "recorded";
    System.arraycopy(more, 0, args, 5, more.length);
    return Socketfleet.run(new PrintWriter(out, true), new PrintWriter(out, true), args);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
