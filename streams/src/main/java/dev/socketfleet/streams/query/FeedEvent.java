package dev.socketfleet.streams.query;

import org.jspecify.annotations.Nullable;

/**
 * A record of one of the topics of events.
 *
 * @param key as text
 * @param value as it is; null where there is none
 * @param after where a reader goes on after it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record FeedEvent(Kind kind, String key, byte @Nullable [] value, FeedPosition after) {

  /** Which topic it is from. */
  public enum Kind {
    /** A transition of an alert. */
    ALERT("alert"),
    /** A closed window. */
    COUNTS("counts");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /** Name of the event. */
    public String wireName() {
      return wireName;
    }
  }
}
