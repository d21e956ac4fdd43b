package dev.socketfleet.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import dev.socketfleet.deploy.simulate.FleetFeed;
import dev.socketfleet.deploy.simulate.KafkaSink;
import dev.socketfleet.deploy.simulate.Pace;
import dev.socketfleet.deploy.simulate.fleet.FleetSettings;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.streams.StreamsConfig;
import dev.socketfleet.streams.metrics.StreamsCounters;
import dev.socketfleet.streams.query.HostSummary;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.topology.HostStreams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateIT {

  private static final Duration LENGTH = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void streamsCountsEverySnapshotOfASimulatedFleet() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), freePort())) {
      broker.start(Duration.ofSeconds(60));
      Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(client)) {
        new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
      }
      SimulatedFleet fleet =
          new SimulatedFleet(
              new FleetSettings(1, 20, Duration.ofSeconds(10), Instant.now().minus(LENGTH)));
      try (KafkaSink sink =
          new KafkaSink(client, Topics.withDefaultPrefix().snapshots(), Clock.systemUTC())) {
        long sent =
            new FleetFeed(fleet, new Pace.Highest(), sink).run(fleet.intervals(LENGTH), n -> {});
        assertThat(sent).isEqualTo(20 * 30);
      }
      SimpleMeterRegistry meters = new SimpleMeterRegistry();
      try (HostStreams streams = start(broker, meters)) {
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(counted(meters, "applied") + counted(meters, "incomplete"))
                        .isEqualTo(600));
        List<HostSummary> hosts = streams.reader().hosts();
        assertThat(hosts).hasSize(20);
        assertThat(hosts).allMatch(host -> host.lost() == 0 && host.late() == 0);
        assertThat(hosts).allMatch(host -> host.skewMs().isEmpty());
      }
    }
  }

  private static double counted(SimpleMeterRegistry meters, String outcome) {
    return meters.get("socketfleet.snapshots").tag("outcome", outcome).counter().count();
  }

  private HostStreams start(EmbeddedBroker broker, SimpleMeterRegistry meters) {
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
        new HostStreams(config, RuleSet::defaults, new StreamsCounters(meters), Clock.systemUTC());
    streams.start("localhost:1");
    return streams;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
