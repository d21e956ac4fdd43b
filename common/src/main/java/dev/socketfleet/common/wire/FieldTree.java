package dev.socketfleet.common.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Role;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Typed reading from a JSON tree, for records that are read seldom. Every refusal names the path of
 * the field.
 */
final class FieldTree {

  /** Largest record that is read: what a producer of Kafka Streams is allowed to send. */
  static final int MAX_BYTES = 2 * 1_024 * 1_024;

  private static final int MAX_TEXT = 8_192;

  /** What {@link Instant#toString} writes; {@link Instant#parse} would take much more. */
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z");

  private final String path;
  private final JsonNode node;

  private FieldTree(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  interface Element<T> {
    T read(FieldTree element) throws MalformedRecordException;
  }

  /** Reads a whole record; what the constructors of the model refuse is malformed, too. */
  static <T> T decode(byte[] json, String schema, String kind, Element<T> record)
      throws MalformedRecordException {
    Json.requireText(json, MAX_BYTES, kind);
    FieldTree tree = new FieldTree("", parse(json));
    String found = tree.text("schema");
    if (!found.equals(schema)) {
      throw MalformedRecordException.wrongSchema(found, schema);
    }
    try {
      return record.read(tree);
    } catch (IllegalArgumentException e) {
      throw MalformedRecordException.refused(e);
    }
  }

  private static JsonNode parse(byte[] json) throws MalformedRecordException {
    JsonNode node;
    try {
      node = Json.Reading.MAPPER.readTree(json);
    } catch (IOException e) {
      throw Json.notJson(e);
    }
    if (!node.isObject()) {
      throw FieldReader.notAnObject();
    }
    return node;
  }

  boolean has(String field) {
    return node.has(field);
  }

  /** The field read by the element, if it is there. */
  <T> Optional<T> optional(String field, Element<T> element) throws MalformedRecordException {
    return has(field) ? Optional.of(element.read(child(field))) : Optional.empty();
  }

  String text(String field) throws MalformedRecordException {
    return text(field, MAX_TEXT);
  }

  String text(String field, int maxLength) throws MalformedRecordException {
    return child(field).ownText(maxLength);
  }

  Optional<String> optionalText(String field) throws MalformedRecordException {
    return optional(field, FieldTree::ownText);
  }

  String ownText() throws MalformedRecordException {
    return ownText(MAX_TEXT);
  }

  private String ownText(int maxLength) throws MalformedRecordException {
    if (!node.isTextual()) {
      throw wrongType("a string");
    }
    if (node.textValue().length() > maxLength) {
      throw invalid("a string of at most " + maxLength + " characters");
    }
    if (!Json.isWellFormed(node.textValue())) {
      throw invalid("Unicode without halves of surrogate pairs");
    }
    return node.textValue();
  }

  /** An integer of at least 0. */
  long number(String field) throws MalformedRecordException {
    return child(field).ownNumber(0, Json.MAX_INTEGER);
  }

  int number(String field, int min, int max) throws MalformedRecordException {
    return (int) child(field).ownNumber(min, max);
  }

  long ownNumber(long min, long max) throws MalformedRecordException {
    if (!node.isIntegralNumber()) {
      throw wrongType("an integer");
    }
    if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
      throw invalid("in " + min + ".." + max);
    }
    return node.longValue();
  }

  double fraction(String field) throws MalformedRecordException {
    return child(field).ownFraction();
  }

  OptionalDouble optionalFraction(String field) throws MalformedRecordException {
    return has(field) ? OptionalDouble.of(fraction(field)) : OptionalDouble.empty();
  }

  private double ownFraction() throws MalformedRecordException {
    if (!node.isNumber()) {
      throw wrongType("a number");
    }
    if (!Double.isFinite(node.doubleValue())) {
      throw invalid("within the range of a double");
    }
    return node.doubleValue();
  }

  Instant instant(String field) throws MalformedRecordException {
    return child(field).ownInstant();
  }

  Instant ownInstant() throws MalformedRecordException {
    String text = ownText();
    try {
      if (INSTANT.matcher(text).matches()) {
        return Instant.parse(text);
      }
    } catch (DateTimeException e) {
      // The 30th of February: refused below.
    }
    throw invalid("an ISO-8601 time in UTC, for example 2026-09-21T14:13:20Z");
  }

  <T> T oneOf(String field, T[] values, Function<T, String> wireName)
      throws MalformedRecordException {
    return child(field).ownOneOf(values, wireName);
  }

  <T> T ownOneOf(T[] values, Function<T, String> wireName) throws MalformedRecordException {
    String text = ownText();
    for (T value : values) {
      if (wireName.apply(value).equals(text)) {
        return value;
      }
    }
    throw invalid("one of " + Arrays.stream(values).map(wireName).toList());
  }

  FieldTree object(String field) throws MalformedRecordException {
    FieldTree child = child(field);
    child.requireObject();
    return child;
  }

  <T> List<T> list(String field, Element<T> element) throws MalformedRecordException {
    FieldTree child = child(field);
    if (!child.node.isArray()) {
      throw child.wrongType("an array");
    }
    List<T> list = new ArrayList<>();
    for (JsonNode item : child.node) {
      list.add(element.read(new FieldTree(child.path + "[" + list.size() + "]", item)));
    }
    return list;
  }

  /** All fields of this object as integers of at least 0. */
  Map<String, Long> numbers() throws MalformedRecordException {
    return entries(value -> value.ownNumber(0, Json.MAX_INTEGER));
  }

  /** All fields of this object as strings. */
  Map<String, String> texts() throws MalformedRecordException {
    return entries(FieldTree::ownText);
  }

  /** All fields of this object by name. */
  <T> Map<String, T> entries(Element<T> element) throws MalformedRecordException {
    requireObject();
    Map<String, T> entries = new HashMap<>();
    for (String name : (Iterable<String>) node::fieldNames) {
      FieldTree child = child(name);
      if (!Json.isWellFormed(name)) {
        throw MalformedRecordException.wrongType(
            child.path, "named so", "named in Unicode without halves of surrogate pairs");
      }
      entries.put(name, element.read(child));
    }
    return entries;
  }

  /** The fields {@code role} and {@code port}. */
  Endpoint endpoint() throws MalformedRecordException {
    return new Endpoint(oneOf("role", Role.values(), Role::wireName), number("port", 0, 65_535));
  }

  static Gauge gauge(FieldTree in) throws MalformedRecordException {
    return new Gauge(
        in.number("samples", 1, Integer.MAX_VALUE),
        in.number("min"),
        in.number("max"),
        in.fraction("mean"),
        in.number("last"));
  }

  private FieldTree child(String field) throws MalformedRecordException {
    requireObject();
    String childPath = path.isEmpty() ? Quoted.of(field) : path + "." + Quoted.of(field);
    JsonNode child = node.get(field);
    if (child == null) {
      throw MalformedRecordException.missing(childPath);
    }
    return new FieldTree(childPath, child);
  }

  private void requireObject() throws MalformedRecordException {
    if (!node.isObject()) {
      throw wrongType("an object");
    }
  }

  private MalformedRecordException invalid(String expected) {
    return MalformedRecordException.invalid(path, node.asText(), expected);
  }

  private MalformedRecordException wrongType(String expected) {
    return MalformedRecordException.wrongType(path, kind(), expected);
  }

  private String kind() {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "a string";
      case NUMBER -> node.isIntegralNumber() ? "an integer" : "a fraction";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case BINARY, MISSING, POJO -> "nothing";
    };
  }
}
