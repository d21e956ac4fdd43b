package dev.socketfleet.common.states;

/** Which end of a connection can be in a state. */
public enum Side {
  SERVER("server"),
  CLIENT("client"),
  BOTH("both");

  private final String wireName;

  Side(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the dictionary. */
  public String wireName() {
    return wireName;
  }
}
