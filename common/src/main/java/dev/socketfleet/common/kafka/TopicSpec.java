package dev.socketfleet.common.kafka;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One topic as it should be.
 *
 * @param configs topic settings by Kafka's name; others keep the broker's defaults
 */
public record TopicSpec(
    String name, int partitions, short replication, Map<String, String> configs) {

  public TopicSpec {
    configs = Collections.unmodifiableMap(new LinkedHashMap<>(configs));
  }

  NewTopic newTopic() {
    return new NewTopic(name, partitions, replication).configs(configs);
  }
}
