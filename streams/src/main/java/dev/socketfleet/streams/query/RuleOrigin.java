package dev.socketfleet.streams.query;

/** Which layer a rule is of; a later one replaces the rules of those before it, by id. */
public enum RuleOrigin {
  /** It ships. */
  PACK("pack"),
  /** {@code rules.file} of the instance. */
  FILE("file"),
  /** The topic of rules, which all instances share. */
  TOPIC("topic");

  private final String wireName;

  RuleOrigin(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  public String wireName() {
    return wireName;
  }
}
