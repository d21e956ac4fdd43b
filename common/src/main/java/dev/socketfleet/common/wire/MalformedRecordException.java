package dev.socketfleet.common.wire;

import dev.socketfleet.common.model.Quoted;

/**
 * A record that is not what its topic promises. It is set aside with the reason, never fatal.
 *
 * <p>Reading stops at the first fault, so a record with several has the reason of the first one:
 * size and encoding come before the JSON, a wrong schema before every field wherever it stands,
 * fields in the order of the record, and fields that an object lacks at its end.
 */
public final class MalformedRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why a record is refused: the header {@code socketfleet.reason} of a dead letter. */
  public enum Reason {
    /** A record without a key or without a value. */
    EMPTY("empty"),
    /** More bytes than the kind of record may have. */
    TOO_LARGE("too_large"),
    /** Not UTF-8, not JSON, cut off, a field given twice, or nested beyond all bounds. */
    NOT_JSON("not_json"),
    /** JSON of another kind or of a version that this reader does not know. */
    WRONG_SCHEMA("wrong_schema"),
    /** A value of the wrong type, outside its range, or too many of them. */
    INVALID_FIELD("invalid_field"),
    /** A field that the schema requires is not there. */
    MISSING_FIELD("missing_field"),
    /** The record's key names another host than its value. */
    KEY_MISMATCH("key_mismatch"),
    /** A defect of the reader: the record may be fine. */
    PROCESSING_FAILED("processing_failed");

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

  /**
   * A refusal.
   *
   * @param detail what is wrong and where; fit for a terminal, foreign text only as {@link Quoted}
   */
  public MalformedRecordException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  MalformedRecordException(Reason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  static MalformedRecordException wrongSchema(String found, String expected) {
    return new MalformedRecordException(
        Reason.WRONG_SCHEMA,
        "schema was '%s' but this reader knows %s".formatted(Quoted.of(found), expected));
  }

  static MalformedRecordException missing(String path) {
    return new MalformedRecordException(Reason.MISSING_FIELD, path + " is missing");
  }

  /** A value of the right type: {@code port was '70000' but it must be in 0..65535}. */
  static MalformedRecordException invalid(String path, String found, String expected) {
    return wrongType(path, "'" + Quoted.of(found) + "'", expected);
  }

  /** {@code port was a string but it must be an integer}. */
  static MalformedRecordException wrongType(String path, String found, String expected) {
    return new MalformedRecordException(
        Reason.INVALID_FIELD, "%s was %s but it must be %s".formatted(path, found, expected));
  }

  /** What the constructors of the model refuse. */
  static MalformedRecordException refused(IllegalArgumentException cause) {
    return new MalformedRecordException(
        Reason.INVALID_FIELD, Quoted.of(String.valueOf(cause.getMessage()), 400), cause);
  }

  /** What kind of trouble it is; the message tells where. */
  public Reason reason() {
    return reason;
  }
}
