package dev.socketfleet.common.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Typed reading from a JSON tree, for records that are read seldom. Every refusal names the path of
 * the field.
 */
final class FieldTree {

  private final String path;
  private final JsonNode node;

  private FieldTree(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  interface Element<T> {
    T read(FieldTree element) throws MalformedRecordException;
  }

  static FieldTree parse(byte[] json, String schema) throws MalformedRecordException {
    JsonNode node;
    try {
      node = Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw FieldReader.notJson(e);
    }
    if (node == null || !node.isObject()) {
      throw new MalformedRecordException(Reason.NOT_JSON, "the record is not a JSON object");
    }
    FieldTree tree = new FieldTree("", node);
    String found = tree.text("schema");
    if (!found.equals(schema)) {
      throw FieldReader.wrongSchema(found, schema);
    }
    return tree;
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  String text(String field) throws MalformedRecordException {
    return child(field).ownText();
  }

  Optional<String> optionalText(String field) throws MalformedRecordException {
    return has(field) ? Optional.of(text(field)) : Optional.empty();
  }

  String ownText() throws MalformedRecordException {
    if (!node.isTextual()) {
      throw invalid("a string");
    }
    return node.textValue();
  }

  long number(String field) throws MalformedRecordException {
    return number(field, 0, Long.MAX_VALUE);
  }

  long number(String field, long min, long max) throws MalformedRecordException {
    return child(field).ownNumber(min, max);
  }

  private long ownNumber(long min, long max) throws MalformedRecordException {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < min
        || node.longValue() > max) {
      throw invalid("an integer in " + min + ".." + max);
    }
    return node.longValue();
  }

  OptionalDouble fraction(String field) throws MalformedRecordException {
    return has(field) ? OptionalDouble.of(child(field).ownFraction()) : OptionalDouble.empty();
  }

  private double ownFraction() throws MalformedRecordException {
    if (!node.isNumber()) {
      throw invalid("a number");
    }
    return node.doubleValue();
  }

  Instant instant(String field) throws MalformedRecordException {
    FieldTree child = child(field);
    try {
      return Instant.parse(child.ownText());
    } catch (DateTimeException e) {
      throw child.invalid("an ISO-8601 time in UTC");
    }
  }

  <T> T oneOf(String field, T[] values, Function<T, String> wireName)
      throws MalformedRecordException {
    String text = text(field);
    List<String> names = new ArrayList<>();
    for (T value : values) {
      if (wireName.apply(value).equals(text)) {
        return value;
      }
      names.add(wireName.apply(value));
    }
    throw child(field).invalid("one of " + names);
  }

  FieldTree object(String field) throws MalformedRecordException {
    FieldTree child = child(field);
    if (!child.node.isObject()) {
      throw child.invalid("an object");
    }
    return child;
  }

  <T> List<T> list(String field, Element<T> element) throws MalformedRecordException {
    FieldTree child = child(field);
    if (!child.node.isArray()) {
      throw child.invalid("an array");
    }
    List<T> list = new ArrayList<>();
    for (JsonNode item : child.node) {
      list.add(element.read(new FieldTree(child.path + "[" + list.size() + "]", item)));
    }
    return list;
  }

  /** All fields of this object as integers of at least 0. */
  Map<String, Long> numbers() throws MalformedRecordException {
    return entries(value -> value.ownNumber(0, Long.MAX_VALUE));
  }

  /** All fields of this object as strings. */
  Map<String, String> texts() throws MalformedRecordException {
    return entries(FieldTree::ownText);
  }

  /** All fields of this object by name. */
  <T> Map<String, T> entries(Element<T> element) throws MalformedRecordException {
    Map<String, T> entries = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      entries.put(entry.getKey(), element.read(child(entry.getKey())));
    }
    return entries;
  }

  static Gauge gauge(FieldTree in) throws MalformedRecordException {
    return new Gauge(
        (int) in.number("samples", 1, Integer.MAX_VALUE),
        in.number("min"),
        in.number("max"),
        in.child("mean").ownFraction(),
        in.number("last"));
  }

  MalformedRecordException invalid(String expected) {
    return new MalformedRecordException(
        Reason.INVALID_FIELD,
        "%s was %s but it must be %s".formatted(path, Quoted.of(node.toString()), expected));
  }

  private FieldTree child(String field) throws MalformedRecordException {
    String childPath = path.isEmpty() ? field : path + "." + Quoted.of(field);
    JsonNode child = node.get(field);
    if (child == null || child.isNull()) {
      throw new MalformedRecordException(Reason.MISSING_FIELD, childPath + " is missing");
    }
    return new FieldTree(childPath, child);
  }
}
