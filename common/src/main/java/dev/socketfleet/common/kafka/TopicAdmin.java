package dev.socketfleet.common.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that are missing and reports where existing ones differ. It never changes an
 * existing topic: that may lose data, so the report says how.
 *
 * <p>Every method waits for the broker within the limits of the given client ({@code
 * default.api.timeout.ms}) and throws its {@link KafkaException} when the broker refuses or stays
 * silent.
 */
public final class TopicAdmin {

  private static final Duration LEADERS_WITHIN = Duration.ofSeconds(15);

  private final Admin admin;

  /** The client stays the caller's, who closes it. */
  public TopicAdmin(Admin admin) {
    this.admin = admin;
  }

  /**
   * Creates those of the topics that do not exist and waits until the broker serves them.
   *
   * @return names of those that were created, in the given order
   */
  public List<String> create(List<TopicSpec> topics) {
    Set<String> created = new HashSet<>();
    admin
        .createTopics(topics.stream().map(TopicSpec::newTopic).toList())
        .values()
        .forEach(
            (name, creation) -> {
              if (succeeds(creation)) {
                created.add(name);
              }
            });
    awaitLeaders(topics.stream().filter(topic -> created.contains(topic.name())).toList());
    return topics.stream().map(TopicSpec::name).filter(created::contains).toList();
  }

  /** Names of the topics that do not exist. Needs no right but Describe. */
  public List<String> missing(List<String> names) {
    Map<String, TopicDescription> found = describe(names);
    return names.stream().filter(name -> !found.containsKey(name)).toList();
  }

  /** All differences, none when the topics are as they should be. */
  public List<TopicDrift> verify(List<TopicSpec> topics) {
    Map<String, TopicDescription> found = describe(topics.stream().map(TopicSpec::name).toList());
    Map<String, Map<String, String>> configs = configs(found);
    List<TopicDrift> drifts = new ArrayList<>();
    for (TopicSpec topic : topics) {
      TopicDescription actual = found.get(topic.name());
      if (actual == null) {
        drifts.add(TopicComparison.missing(topic));
      } else {
        drifts.addAll(TopicComparison.shape(topic, actual));
        drifts.addAll(TopicComparison.configs(topic, configs.getOrDefault(topic.name(), Map.of())));
      }
    }
    return drifts;
  }

  /**
   * The controller answers before the brokers know: who sends at once meets partitions without a
   * leader, and an idempotent producer has to sort out what got through. A leader that says where
   * its partition ends is one.
   */
  private void awaitLeaders(List<TopicSpec> topics) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicSpec topic : topics) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    long deadline = System.nanoTime() + LEADERS_WITHIN.toNanos();
    while (true) {
      try {
        await(admin.listOffsets(ends).all());
        return;
      } catch (UnknownTopicOrPartitionException e) {
        // The broker that was asked has not heard of the topic yet.
        if (System.nanoTime() > deadline) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  private Map<String, TopicDescription> describe(List<String> names) {
    return admin.describeTopics(names).topicNameValues().values().stream()
        .flatMap(description -> found(description).stream())
        .collect(Collectors.toMap(TopicDescription::name, Function.identity()));
  }

  private Map<String, Map<String, String>> configs(Map<String, TopicDescription> found) {
    List<ConfigResource> resources =
        found.keySet().stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    return await(admin.describeConfigs(resources).all()).entrySet().stream()
        .collect(
            Collectors.toMap(entry -> entry.getKey().name(), entry -> values(entry.getValue())));
  }

  private static Map<String, String> values(Config config) {
    return config.entries().stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  private static boolean succeeds(KafkaFuture<Void> creation) {
    try {
      await(creation);
      return true;
    } catch (TopicExistsException e) {
      return false;
    }
  }

  private static Optional<TopicDescription> found(KafkaFuture<TopicDescription> description) {
    try {
      return Optional.of(await(description));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known
          ? known
          : new KafkaException("The broker's answer could not be read", e.getCause());
    }
  }
}
