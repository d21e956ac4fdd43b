package dev.socketfleet.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.metrics.StreamsCounters;
import dev.socketfleet.streams.query.HostSummary;
import dev.socketfleet.streams.query.TimeRange;
import dev.socketfleet.streams.query.WindowSlice;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.topology.HostStreams;
import dev.socketfleet.streams.window.WindowPart;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostStreamsIT {

  private static final Endpoint HTTPS = new Endpoint(Role.SERVER, 443);

  @TempDir Path folder;

  @Test
  void countsWhatCollectorsPublishAndFindsItAgainAfterARestart() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), freePort())) {
      broker.start(Duration.ofSeconds(60));
      Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(client)) {
        new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
      }
      Instant now = Instant.now();
      try (HostStreams streams = start(broker)) {
        publish(client, snapshot(0, now, 5), snapshot(1, now.plusMillis(1), 7));
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(closeWait(streams, now)).contains(gauge(2, 5, 7)));
      }
      try (HostStreams streams = start(broker)) {
        publish(client, snapshot(1, now.plusMillis(1), 7), snapshot(2, now.plusMillis(2), 9));
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(closeWait(streams, now)).contains(gauge(3, 5, 9)));
        assertThat(streams.reader().hosts())
            .extracting(HostSummary::duplicates, HostSummary::lost)
            .containsExactly(tuple(1L, 0L));
      }
    }
  }

  private static Gauge gauge(int samples, long min, long max) {
    return new Gauge(samples, min, max, (min + max) / 2.0, max);
  }

  private static Optional<Gauge> closeWait(HostStreams streams, Instant now) {
    if (!streams.isRunning()) {
      return Optional.empty();
    }
    return streams
        .reader()
        .windows(
            "web-1",
            new TimeRange(now.minusSeconds(120), now.plusSeconds(120)),
            Duration.ofMinutes(1),
            new WindowPart.Whole())
        .map(WindowSlice::windows)
        .map(windows -> windows.get(0).endpoint(HTTPS, SocketState.CLOSE_WAIT));
  }

  private HostStreams start(EmbeddedBroker broker) {
    StreamsConfig config =
        StreamsConfig.load(
            Optional.empty(),
            Map.of(),
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "num.standby.replicas",
                "0",
                "state.dir",
                folder.resolve("state").toString()));
    HostStreams streams =
        new HostStreams(
            config,
            RuleSet::defaults,
            new StreamsCounters(new SimpleMeterRegistry()),
            Clock.systemUTC());
    streams.start("localhost:1");
    return streams;
  }

  private static void publish(Map<String, Object> client, Snapshot... snapshots) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Snapshot snapshot : snapshots) {
        producer
            .send(
                new ProducerRecord<>(
                    Topics.withDefaultPrefix().snapshots(),
                    snapshot.host().getBytes(StandardCharsets.UTF_8),
                    SnapshotCodec.encode(snapshot)))
            .get();
      }
    }
  }

  private static Snapshot snapshot(long seq, Instant at, long closeWait) {
    return new Snapshot(
        "web-1",
        Map.of(),
        "Linux",
        "b00t",
        seq,
        at,
        Duration.ofSeconds(2),
        "test",
        true,
        List.of(),
        List.of(
            Group.of("host", HTTPS, Owner.NONE, StateCounts.of(SocketState.CLOSE_WAIT, closeWait))),
        List.of(),
        new CollectorHealth("1", 1, 1, 0));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
