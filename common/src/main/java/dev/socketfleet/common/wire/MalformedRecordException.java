package dev.socketfleet.common.wire;

/** A record that is not what its topic promises. It is set aside with the reason, never fatal. */
public final class MalformedRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why a record is refused: the header {@code socketfleet.reason} of a dead letter. */
  public enum Reason {
    /** A record without a key or without a value. */
    EMPTY("empty"),
    /** Not JSON, or cut off, or nested beyond all bounds. */
    NOT_JSON("not_json"),
    /** JSON of another kind or of a version that this reader does not know. */
    WRONG_SCHEMA("wrong_schema"),
    MISSING_FIELD("missing_field"),
    INVALID_FIELD("invalid_field"),
    TOO_LARGE("too_large"),
    /** The record's key names another host than its value. */
    KEY_MISMATCH("key_mismatch");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
      return wireName;
    }
  }

  private final Reason reason;

  public MalformedRecordException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  MalformedRecordException(Reason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  /** What kind of trouble it is; the message tells where. */
  public Reason reason() {
    return reason;
  }
}
