package dev.socketfleet.common.kafka;

import dev.socketfleet.common.model.Quoted;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The names of the six topics of one installation and, for a given {@link TopicSizing}, their
 * settings. Names are {@code <prefix>.<topic>}; other people's tools depend on them.
 *
 * @param prefix 1 to 200 of {@code A-Z a-z 0-9 . _ -}; {@link #DEFAULT_PREFIX} unless two
 *     installations share a cluster
 */
public record Topics(String prefix) {

  public static final String DEFAULT_PREFIX = "socketfleet";

  /** Largest snapshot the broker takes, in bytes of a compressed batch. */
  public static final int MAX_SNAPSHOT_BYTES = 1024 * 1024;

  /** Largest window or dead letter the broker takes: a full snapshot and its headers fit. */
  public static final int MAX_DERIVED_BYTES = 2 * 1024 * 1024;

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  public Topics {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "topic prefix was '%s' but it must be 1 to 200 of A-Z a-z 0-9 . _ -"
              .formatted(Quoted.of(prefix)));
    }
  }

  /** The topics with the default prefix. */
  public static Topics withDefaultPrefix() {
    return new Topics(DEFAULT_PREFIX);
  }

  /** Host id to snapshot; the broker's append time is the record's time. */
  public String snapshots() {
    return prefix + ".snapshots";
  }

  /** Host, fleet or label endpoint to closed window. */
  public String counts() {
    return prefix + ".counts";
  }

  /** Alert id to its current form; compacted. */
  public String alerts() {
    return prefix + ".alerts";
  }

  /** Alert id to each of its transitions. */
  public String alertEvents() {
    return prefix + ".alert-events";
  }

  /** Rule id to rule, null deletes; compacted, one partition so that all have one order. */
  public String rules() {
    return prefix + ".rules";
  }

  /** What could not be read, as it came, with the reason in headers. */
  public String deadLetters() {
    return prefix + ".dead-letters";
  }

  /** All six with their settings, in the order of the data path. */
  public List<TopicSpec> specs(TopicSizing sizing) {
    return List.of(
        spec(snapshots(), sizing.partitions(), sizing, snapshotSettings()),
        spec(counts(), sizing.partitions(), sizing, largeSettings(Duration.ofDays(7))),
        spec(alerts(), sizing.partitions(), sizing, alertSettings()),
        spec(alertEvents(), sizing.partitions(), sizing, keptFor(Duration.ofDays(30))),
        spec(rules(), 1, sizing, compacted()),
        spec(deadLetters(), sizing.partitions(), sizing, largeSettings(Duration.ofDays(7))));
  }

  private static TopicSpec spec(
      String name, int partitions, TopicSizing sizing, Map<String, String> settings) {
    Map<String, String> configs = new LinkedHashMap<>(settings);
    configs.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(sizing.minInSyncReplicas()));
    return new TopicSpec(name, partitions, sizing.replication(), configs);
  }

  private static Map<String, String> snapshotSettings() {
    Map<String, String> settings = keptFor(Duration.ofHours(6));
    settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_SNAPSHOT_BYTES));
    return settings;
  }

  private static Map<String, String> largeSettings(Duration retention) {
    Map<String, String> settings = keptFor(retention);
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_DERIVED_BYTES));
    return settings;
  }

  private static Map<String, String> alertSettings() {
    Map<String, String> settings = compacted();
    // A reader that was away for a weekend still sees that an alert went.
    settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(Duration.ofDays(3)));
    return settings;
  }

  /**
   * Kept for a time. Only closed segments are deleted and one stays open for a week by default, so
   * segments are a sixth of the retention, at most a day.
   */
  private static Map<String, String> keptFor(Duration retention) {
    Duration sixth = retention.dividedBy(6);
    Duration day = Duration.ofDays(1);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.RETENTION_MS_CONFIG, millis(retention));
    settings.put(TopicConfig.SEGMENT_MS_CONFIG, millis(sixth.compareTo(day) < 0 ? sixth : day));
    return settings;
  }

  /** Compacted soon: every instance reads these topics whole at its start. */
  private static Map<String, String> compacted() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    settings.put(TopicConfig.SEGMENT_MS_CONFIG, millis(Duration.ofHours(1)));
    settings.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
    settings.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofDays(1)));
    return settings;
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
