package dev.socketfleet.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.streams.host.EngineOutput;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.host.HostEngine;
import dev.socketfleet.streams.metrics.StreamsCounters;
import dev.socketfleet.streams.rule.RuleSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

class SnapshotTopologyTest {

  /** Names of stores are names of changelog topics: a change here loses the state of the fleet. */
  @Test
  void isAsPinned() throws IOException {
    StreamsCounters counters = new StreamsCounters(new SimpleMeterRegistry());
    Topology topology =
        SnapshotTopology.build(
            Topics.withDefaultPrefix(),
            EngineSettings.DEFAULT,
            () ->
                new HostStage(
                    EngineSettings.DEFAULT,
                    output -> new HostEngine(EngineSettings.DEFAULT, () -> RuleSet.EMPTY, output),
                    () -> RuleSet.EMPTY,
                    (partition, position) -> OptionalLong.empty(),
                    counters,
                    true),
            () -> new FleetStage(EngineSettings.DEFAULT, () -> RuleSet.EMPTY, counters, true));
    try (InputStream golden =
        Objects.requireNonNull(getClass().getResourceAsStream("/topology.txt"))) {
      assertThat(topology.describe().toString())
          .isEqualTo(new String(golden.readAllBytes(), UTF_8));
    }
  }

  @Test
  void keepsStoreValuesBelowWhatTheirTopicsTake() {
    assertThat(EngineOutput.MAX_VALUE_BYTES).isLessThan(Topics.MAX_DERIVED_BYTES - 64 * 1024);
  }
}
