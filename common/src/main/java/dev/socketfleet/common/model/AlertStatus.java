package dev.socketfleet.common.model;

/** Where an alert is in its life, with the meaning that Prometheus gives these words. */
public enum AlertStatus {
  /** The condition holds, not yet for as long as the rule asks. */
  PENDING("pending"),
  FIRING("firing"),
  /** Over; {@link ResolveReason} says why. */
  RESOLVED("resolved");

  private final String wireName;

  AlertStatus(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  public String wireName() {
    return wireName;
  }
}
