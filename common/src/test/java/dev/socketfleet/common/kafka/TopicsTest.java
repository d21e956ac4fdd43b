package dev.socketfleet.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void namesAreThoseOthersReadFrom() {
    assertThat(Topics.withDefaultPrefix().specs(TopicSizing.fleet()))
        .extracting(TopicSpec::name)
        .containsExactly(
            "socketfleet.snapshots",
            "socketfleet.counts",
            "socketfleet.alerts",
            "socketfleet.alert-events",
            "socketfleet.rules",
            "socketfleet.dead-letters");
  }

  @Test
  void everyNameIsValidWithTheLongestPrefix() {
    Topics topics = new Topics("p".repeat(200));
    topics.specs(TopicSizing.fleet()).forEach(topic -> Topic.validate(topic.name()));
  }

  @Test
  void snapshotsCarryTheBrokersTime() {
    assertThat(spec("socketfleet.snapshots", TopicSizing.fleet()).configs())
        .containsEntry("message.timestamp.type", "LogAppendTime")
        .containsEntry("retention.ms", "21600000")
        .containsEntry("segment.ms", "3600000")
        .containsEntry("max.message.bytes", "1048576")
        .containsEntry("min.insync.replicas", "2");
  }

  @Test
  void deadLettersTakeALargerRecordThanSnapshots() {
    assertThat(spec("socketfleet.dead-letters", TopicSizing.fleet()).configs())
        .containsEntry("retention.ms", "604800000")
        .containsEntry("max.message.bytes", "2097152");
  }

  @Test
  void alertsAndRulesAreCompacted() {
    assertThat(spec("socketfleet.alerts", TopicSizing.fleet()).configs())
        .containsEntry("cleanup.policy", "compact");
    assertThat(spec("socketfleet.rules", TopicSizing.fleet()).configs())
        .containsEntry("cleanup.policy", "compact");
    assertThat(spec("socketfleet.alert-events", TopicSizing.fleet()).configs())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "2592000000");
  }

  @Test
  void rulesHaveOnePartitionWhateverTheSize() {
    TopicSizing large = new TopicSizing(48, (short) 3, 2);
    assertThat(spec("socketfleet.rules", large).partitions()).isOne();
    assertThat(spec("socketfleet.snapshots", large).partitions()).isEqualTo(48);
  }

  @Test
  void aSingleNodeNeedsNoSecondBroker() {
    assertThat(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()))
        .allSatisfy(
            topic -> {
              assertThat(topic.replication()).isEqualTo((short) 1);
              assertThat(topic.configs()).containsEntry("min.insync.replicas", "1");
            });
  }

  @Test
  void namesTheBadPrefix() {
    assertThatThrownBy(() -> new Topics("a/b"))
        .hasMessage("topic prefix was 'a/b' but it must be 1 to 200 of A-Z a-z 0-9 . _ -");
  }

  @Test
  void refusesToAcknowledgeMoreCopiesThanThereAre() {
    assertThatThrownBy(() -> new TopicSizing(12, (short) 1, 2))
        .hasMessage("min in-sync replicas was '2' but it must be in 1..1, the replication");
  }

  private static TopicSpec spec(String name, TopicSizing sizing) {
    return Topics.withDefaultPrefix().specs(sizing).stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
