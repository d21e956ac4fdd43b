package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
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

  private final JsonParser parser;
  private final FieldNames names = new FieldNames();

  FieldReader(JsonParser parser) {
    this.parser = parser;
  }

  interface Element<T> {
    T read() throws IOException, MalformedRecordException;
  }

  void startDocument() throws IOException, MalformedRecordException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw notAnObject();
    }
    names.open();
  }

  static MalformedRecordException notAnObject() {
    return new MalformedRecordException(Reason.NOT_JSON, "the record is not a JSON object");
  }

  void endDocument() throws IOException, MalformedRecordException {
    if (parser.nextToken() != null) {
      throw new MalformedRecordException(
          Reason.NOT_JSON,
          "something follows the JSON object at byte "
              + parser.currentTokenLocation().getByteOffset());
    }
  }

  /** Enters the object that is the current value. */
  void startObject() throws MalformedRecordException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType("an object");
    }
    names.open();
  }

  /** Moves to the value of the next field; false at the end of the object, which is left. */
  boolean nextField() throws IOException, MalformedRecordException {
    if (parser.nextToken() == JsonToken.END_OBJECT) {
      names.close();
      return false;
    }
    if (names.count() == FieldNames.MAX_FIELDS) {
      throw tooMany(parser.getParsingContext().getParent(), FieldNames.MAX_FIELDS, "fields");
    }
    if (!names.add(parser.currentName())) {
      throw new MalformedRecordException(Reason.NOT_JSON, path() + " is there twice");
    }
    parser.nextToken();
    return true;
  }

  /** The current field's name, where names are known. */
  String field() throws IOException {
    return parser.currentName();
  }

  /** The current field's name, where the sender chooses it. */
  String chosenField() throws IOException, MalformedRecordException {
    return wellFormed(parser.currentName());
  }

  String text(int maxLength) throws IOException, MalformedRecordException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrongType("a string");
    }
    String text = parser.getText();
    if (text.length() > maxLength) {
      throw invalid(text, "a string of at most " + maxLength + " characters");
    }
    return wellFormed(text);
  }

  private String wellFormed(String text) throws MalformedRecordException {
    if (!Json.isWellFormed(text)) {
      throw invalid(text, "Unicode without halves of surrogate pairs");
    }
    return text;
  }

  long number(long min, long max) throws IOException, MalformedRecordException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType("an integer");
    }
    boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    long number = fits ? parser.getLongValue() : 0;
    if (!fits || number < min || number > max) {
      throw invalid(parser.getText(), "in " + min + ".." + max);
    }
    return number;
  }

  boolean truth() throws MalformedRecordException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw wrongType("true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  <T> List<T> list(int maxSize, Element<T> element) throws IOException, MalformedRecordException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType("an array");
    }
    JsonStreamContext array = parser.getParsingContext();
    List<T> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (list.size() == maxSize) {
        throw tooMany(array.getParent(), maxSize, "elements");
      }
      list.add(element.read());
    }
    return list;
  }

  /** Skips a value that this version does not know. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  /** The value of a field of the object that was just left. */
  <T> T require(@Nullable T value, String field) throws MalformedRecordException {
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  /** The same for a number, where a negative one stands for none. */
  long require(long number, String field) throws MalformedRecordException {
    if (number < 0) {
      throw missing(field);
    }
    return number;
  }

  MalformedRecordException invalid(String value, String expected) {
    return MalformedRecordException.invalid(path(), value, expected);
  }

  private MalformedRecordException wrongType(String expected) {
    return MalformedRecordException.wrongType(path(), kind(parser.currentToken()), expected);
  }

  private MalformedRecordException missing(String field) {
    String path = path();
    return MalformedRecordException.missing(path.isEmpty() ? field : path + "." + field);
  }

  private static MalformedRecordException tooMany(JsonStreamContext context, int max, String what) {
    String path = path(context);
    return new MalformedRecordException(
        Reason.INVALID_FIELD,
        "%s has more than %d %s".formatted(path.isEmpty() ? "the record" : path, max, what));
  }

  private String path() {
    return path(parser.getParsingContext());
  }

  private static String path(JsonStreamContext context) {
    StringBuilder path = new StringBuilder();
    for (JsonStreamContext c = context; c != null; c = c.getParent()) {
      if (c.inArray() && c.hasCurrentIndex()) {
        path.insert(0, "[" + c.getCurrentIndex() + "]");
      } else if (c.inObject() && c.hasCurrentName()) {
        path.insert(0, "." + Quoted.of(c.getCurrentName()));
      }
    }
    return path.length() > 0 && path.charAt(0) == '.' ? path.substring(1) : path.toString();
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
