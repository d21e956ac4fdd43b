package dev.socketfleet.common.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;

/** Compares a topic as it should be with what the broker says, without talking to a broker. */
final class TopicComparison {

  private TopicComparison() {}

  static TopicDrift missing(TopicSpec topic) {
    return new TopicDrift(
        topic.name(),
        TopicDrift.Kind.MISSING,
        "the topic does not exist",
        "Create it: socketfleet topics --create");
  }

  static List<TopicDrift> shape(TopicSpec topic, TopicDescription actual) {
    List<TopicDrift> drifts = new ArrayList<>();
    int partitions = actual.partitions().size();
    if (partitions != topic.partitions()) {
      drifts.add(
          new TopicDrift(
              topic.name(),
              TopicDrift.Kind.PARTITIONS,
              "it has %d partitions but %d were asked for"
                  .formatted(partitions, topic.partitions()),
              "Ask for %d (--partitions), or give streams a new application id and the topics a new"
                      .formatted(partitions)
                  + " prefix: keys would move between partitions"));
    }
    int copies = actual.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    if (copies < topic.replication()) {
      drifts.add(
          new TopicDrift(
              topic.name(),
              TopicDrift.Kind.REPLICATION,
              "a partition has %d replicas but %d were asked for"
                  .formatted(copies, topic.replication()),
              "Add replicas with kafka-reassign-partitions.sh, or ask for %d (--replication)"
                  .formatted(copies)));
    }
    return drifts;
  }

  static List<TopicDrift> configs(TopicSpec topic, Map<String, String> actual) {
    List<TopicDrift> drifts = new ArrayList<>();
    topic
        .configs()
        .forEach(
            (key, expected) -> {
              String value = actual.getOrDefault(key, "");
              if (!sameSetting(expected, value)) {
                drifts.add(
                    new TopicDrift(
                        topic.name(),
                        TopicDrift.Kind.CONFIG,
                        "%s is '%s' but it should be '%s'".formatted(key, value, expected),
                        ("Run: kafka-configs.sh --alter --entity-type topics --entity-name %s"
                                + " --add-config %s=%s")
                            .formatted(topic.name(), key, expected)));
              }
            });
    return drifts;
  }

  /** Brokers write 0.10 where 0.1 was set. */
  private static boolean sameSetting(String expected, String actual) {
    if (expected.equals(actual)) {
      return true;
    }
    try {
      return Double.parseDouble(expected) == Double.parseDouble(actual);
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
