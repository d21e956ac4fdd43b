package dev.socketfleet.common.config;

import dev.socketfleet.common.kafka.Topics;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The keys that every application has. */
public final class SharedKeys {

  /** Kafka brokers to start from, {@code host:port} separated by commas. */
  public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  /** First part of every topic name. */
  public static final String TOPIC_PREFIX = "topic.prefix";

  /** What starts a key that goes to the Kafka clients as it is, without this start. */
  public static final String CLIENT_PREFIX = "kafka.";

  private SharedKeys() {}

  /** Declares them; returns the same definition. */
  public static ConfigDef defineIn(ConfigDef keys) {
    return keys.define(
            BOOTSTRAP_SERVERS,
            ConfigDef.Type.STRING,
            "localhost:9092",
            Accepted.text("host:port pairs separated by commas", SharedKeys::isServerList)
                .otherwise("Name one or more brokers, for example kafka-1:9092,kafka-2:9092."),
            Importance.HIGH,
            "Kafka brokers to start from; the client finds the others through them.")
        .define(
            TOPIC_PREFIX,
            ConfigDef.Type.STRING,
            Topics.DEFAULT_PREFIX,
            Accepted.text("1 to 200 of A-Z a-z 0-9 . _ -", SharedKeys::isTopicPrefix),
            Importance.MEDIUM,
            "First part of every topic name. Change it when two installations share a cluster; all"
                + " components of one installation need the same.");
  }

  private static boolean isServerList(String text) {
    return List.of(text.split(",", -1)).stream()
        .allMatch(
            server -> server.strip().matches("[^\\s:]+:\\d{1,5}|\\[[0-9a-fA-F:.]+]:\\d{1,5}"));
  }

  private static boolean isTopicPrefix(String text) {
    return text.matches("[A-Za-z0-9._-]{1,200}");
  }
}
