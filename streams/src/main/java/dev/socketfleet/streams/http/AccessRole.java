package dev.socketfleet.streams.http;

import java.util.Optional;

/** What the bearer of a token may read. Nobody may change anything. */
public enum AccessRole {
  /** Everything. */
  READ("read"),
  /** {@code /metrics} alone. */
  METRICS("metrics");

  private final String wireName;

  AccessRole(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the file of tokens. */
  public String wireName() {
    return wireName;
  }

  /** The role of a word. */
  public static Optional<AccessRole> ofWireName(String word) {
    for (AccessRole role : values()) {
      if (role.wireName.equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  boolean mayRead(String path) {
    return this == READ || path.equals("/metrics");
  }
}
