package dev.socketfleet.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class TopicComparisonTest {

  private static final TopicSpec TOPIC =
      new TopicSpec("t", 12, (short) 3, Map.of("retention.ms", "1000", "ratio", "0.1"));

  @Test
  void findsNothingWhereAllIsAsAsked() {
    assertThat(TopicComparison.shape(TOPIC, description(12, 3))).isEmpty();
    assertThat(TopicComparison.configs(TOPIC, Map.of("retention.ms", "1000", "ratio", "0.10")))
        .isEmpty();
  }

  @Test
  void namesBothPartitionCounts() {
    assertThat(TopicComparison.shape(TOPIC, description(6, 3)))
        .extracting(TopicDrift::line)
        .containsExactly(
            "t: it has 6 partitions but 12 were asked for. Ask for 6 (--partitions), or give streams"
                + " a new application id and the topics a new prefix: keys would move between"
                + " partitions");
  }

  @Test
  void namesTooFewReplicasAndAcceptsMore() {
    assertThat(TopicComparison.shape(TOPIC, description(12, 4))).isEmpty();
    assertThat(TopicComparison.shape(TOPIC, description(12, 1)))
        .extracting(TopicDrift::line)
        .containsExactly(
            "t: a partition has 1 replicas but 3 were asked for. Add replicas with"
                + " kafka-reassign-partitions.sh, or ask for 1 (--replication)");
  }

  @Test
  void namesTheSettingBothValuesAndTheCommand() {
    assertThat(TopicComparison.configs(TOPIC, Map.of("retention.ms", "5", "ratio", "0.1")))
        .extracting(TopicDrift::line)
        .containsExactly(
            "t: retention.ms is '5' but it should be '1000'. Run: kafka-configs.sh --alter"
                + " --entity-type topics --entity-name t --add-config retention.ms=1000");
  }

  private static TopicDescription description(int partitions, int copies) {
    List<Node> replicas =
        IntStream.range(0, copies).mapToObj(id -> new Node(id, "broker", 9092)).toList();
    return new TopicDescription(
        "t",
        false,
        IntStream.range(0, partitions)
            .mapToObj(id -> new TopicPartitionInfo(id, replicas.get(0), replicas, replicas))
            .toList());
  }
}
