package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * Who asks. An instance that asks another one says so in a header; such a request is answered from
 * what the other one has, and never goes on to a third.
 */
enum Forwarding {
  /** A client: whoever has the answer is asked. */
  NONE(""),
  /** An instance that takes this one for the owner: no copy will do. */
  OWNER("owner"),
  /** An instance whose owner is away. */
  COPY("copy"),
  /** An instance that found no complete copy. */
  REMNANT("remnant");

  /** Names the mode; absent in requests of clients. */
  static final String HEADER = "Socketfleet-Forwarded";

  private final String wireName;

  Forwarding(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  /** The mode that the header names. */
  static Forwarding ofHeader(@Nullable String value) {
    if (value == null) {
      return NONE;
    }
    for (Forwarding forwarding : values()) {
      if (forwarding.wireName.equals(value)) {
        return forwarding;
      }
    }
    throw ApiException.invalid(
        "the header %s was '%s' but it must be owner, copy or remnant"
            .formatted(HEADER, Quoted.of(value)),
        "Clients leave it out.");
  }
}
