package dev.socketfleet.common.kafka;

/**
 * What a cluster's size decides about every topic.
 *
 * @param partitions 1 to 10,000, fixed for the life of an application id; the rules topic has one
 * @param replication copies of each partition, 1 or more
 * @param minInSyncReplicas copies that must have a record before it is acknowledged; at most {@code
 *     replication}
 */
public record TopicSizing(int partitions, short replication, int minInSyncReplicas) {

  private static final int MAX_PARTITIONS = 10_000;

  public TopicSizing {
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "partitions was '%d' but it must be an integer in 1..%d"
              .formatted(partitions, MAX_PARTITIONS));
    }
    if (replication < 1) {
      throw new IllegalArgumentException(
          "replication was '%d' but it must be 1 or more".formatted(replication));
    }
    if (minInSyncReplicas < 1 || minInSyncReplicas > replication) {
      throw new IllegalArgumentException(
          "min in-sync replicas was '%d' but it must be in 1..%d, the replication"
              .formatted(minInSyncReplicas, replication));
    }
  }

  /** 12 partitions, three copies, two of them needed: one broker may be away. */
  public static TopicSizing fleet() {
    return new TopicSizing(12, (short) 3, 2);
  }

  /** 12 partitions on a single broker. */
  public static TopicSizing singleNode() {
    return new TopicSizing(12, (short) 1, 1);
  }
}
