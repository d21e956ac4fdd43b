package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the fields of JSON objects and reads typed, bounded values; every refusal names the path of
 * the field ({@code groups[3].port}). One instance reads one document on one thread.
 */
final class FieldReader {

  /** No bound of our own beside the parser's. */
  static final int ANY_LENGTH = Integer.MAX_VALUE;

  private final JsonParser parser;

  FieldReader(JsonParser parser) {
    this.parser = parser;
  }

  interface Element<T> {
    T read() throws IOException, MalformedRecordException;
  }

  void startDocument() throws IOException, MalformedRecordException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedRecordException(Reason.NOT_JSON, "the record is not a JSON object");
    }
  }

  void endDocument() throws IOException, MalformedRecordException {
    if (parser.nextToken() != null) {
      throw new MalformedRecordException(
          Reason.NOT_JSON, "something follows the JSON object at byte " + position());
    }
  }

  /** Enters the object that is the current value. */
  void startObject() throws MalformedRecordException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw invalidKind("an object");
    }
  }

  /** Moves to the value of the next field; false at the end of the object. */
  boolean nextField() throws IOException {
    if (parser.nextToken() == JsonToken.END_OBJECT) {
      return false;
    }
    parser.nextToken();
    return true;
  }

  String field() throws IOException {
    return parser.currentName();
  }

  String text(int maxLength) throws IOException, MalformedRecordException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw invalidKind("a string");
    }
    String text = parser.getText();
    if (text.length() > maxLength) {
      throw invalid(text, "a string of at most " + maxLength + " characters");
    }
    return text;
  }

  long number(long min, long max) throws IOException, MalformedRecordException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw invalidKind("an integer");
    }
    JsonParser.NumberType type = parser.getNumberType();
    long number =
        type == JsonParser.NumberType.BIG_INTEGER ? Long.MIN_VALUE : parser.getLongValue();
    if (number < min || number > max) {
      throw invalid(
          parser.getText(), max == Long.MAX_VALUE ? "at least " + min : "in " + min + ".." + max);
    }
    return number;
  }

  boolean truth() throws MalformedRecordException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw invalidKind("true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  <T> List<T> list(int maxSize, Element<T> element) throws IOException, MalformedRecordException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw invalidKind("an array");
    }
    List<T> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      atMost(list.size() + 1, maxSize);
      list.add(element.read());
    }
    return list;
  }

  /** Skips a value that this version does not know. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  void atMost(int size, int maxSize) throws MalformedRecordException {
    if (size > maxSize) {
      throw new MalformedRecordException(
          Reason.INVALID_FIELD, path() + " has more than " + maxSize + " elements");
    }
  }

  <T> T require(@Nullable T value, String field) throws MalformedRecordException {
    if (value == null) {
      throw missing(path() + "." + field);
    }
    return value;
  }

  long require(long number, String field) throws MalformedRecordException {
    if (number < 0) {
      throw missing(path() + "." + field);
    }
    return number;
  }

  static <T> T required(@Nullable T value, String field) throws MalformedRecordException {
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  static long required(long number, String field) throws MalformedRecordException {
    if (number < 0) {
      throw missing(field);
    }
    return number;
  }

  private static MalformedRecordException missing(String path) {
    return new MalformedRecordException(Reason.MISSING_FIELD, path + " is missing");
  }

  private MalformedRecordException invalidKind(String expected) {
    return new MalformedRecordException(
        Reason.INVALID_FIELD,
        "%s was %s but it must be %s".formatted(path(), kind(parser.currentToken()), expected));
  }

  MalformedRecordException invalid(String value, String expected) {
    return new MalformedRecordException(
        Reason.INVALID_FIELD,
        "%s was '%s' but it must be %s".formatted(path(), Quoted.of(value), expected));
  }

  static MalformedRecordException wrongSchema(String found, String expected) {
    return new MalformedRecordException(
        Reason.WRONG_SCHEMA,
        "schema was '%s' but this reader knows %s".formatted(Quoted.of(found), expected));
  }

  /** The parser's own message quotes the input; this one tells what and where only. */
  static MalformedRecordException notJson(IOException cause) {
    String what =
        cause instanceof StreamConstraintsException bound
            ? "the JSON exceeds a bound: " + firstLine(bound)
            : cause instanceof JsonProcessingException broken
                ? "broken JSON: " + firstLine(broken)
                : "unreadable JSON: " + Quoted.of(String.valueOf(cause.getMessage()));
    return new MalformedRecordException(Reason.NOT_JSON, what, cause);
  }

  private static String firstLine(JsonProcessingException e) {
    String at = e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
    return Quoted.of(String.valueOf(e.getOriginalMessage()), 160) + at;
  }

  private String path() {
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    return Quoted.of(
        pointer.replaceAll("/(\\d+)(?=/|$)", "[$1]").replaceFirst("^/", "").replace('/', '.'));
  }

  private long position() {
    return parser.currentLocation().getByteOffset();
  }

  private static String kind(@Nullable JsonToken token) {
    if (token == null) {
      return "the end of the record";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a fraction";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
    };
  }
}
