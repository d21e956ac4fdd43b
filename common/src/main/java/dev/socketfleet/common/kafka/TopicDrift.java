package dev.socketfleet.common.kafka;

/**
 * One difference between a topic as it is and as it should be.
 *
 * @param problem what differs, with both values
 * @param remedy what to do about it
 */
public record TopicDrift(String topic, Kind kind, String problem, String remedy) {

  /** What differs. */
  public enum Kind {
    MISSING("missing"),
    PARTITIONS("partitions"),
    REPLICATION("replication"),
    CONFIG("config");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** The difference and its remedy as one line. */
  public String line() {
    return topic + ": " + problem + ". " + remedy;
  }
}
