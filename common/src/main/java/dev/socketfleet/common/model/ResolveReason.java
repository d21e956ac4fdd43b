package dev.socketfleet.common.model;

/** Why an alert is resolved. */
public enum ResolveReason {
  /** It fired and the condition no longer holds. */
  CLEARED("cleared"),
  /** It was pending and the condition ended before the rule's {@code for}. */
  NOT_CONFIRMED("not_confirmed"),
  RULE_CHANGED("rule_changed"),
  RULE_REMOVED("rule_removed"),
  /** The host is gone for good. */
  HOST_RETIRED("host_retired");

  private final String wireName;

  ResolveReason(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  public String wireName() {
    return wireName;
  }
}
