package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * A parameter of a path, as it is accepted and as it is told to programs.
 *
 * @param name in the query
 * @param values the accepted ones; empty for any
 * @param max the largest integer; 0 for a text
 * @param description what it does, for people
 * @param example a value that is accepted
 */
record QueryParameter(
    String name, List<String> values, int max, String description, String example) {

  QueryParameter {
    values = List.copyOf(values);
  }

  static QueryParameter text(String name, String description, String example) {
    return new QueryParameter(name, List.of(), 0, description, example);
  }

  static QueryParameter oneOf(String name, List<String> values, String description) {
    return new QueryParameter(name, values, 0, description, values.get(0));
  }

  /** How many items a page has, and where it begins. */
  static List<QueryParameter> page(int defaultLimit, int max) {
    return List.of(
        new QueryParameter(
            "limit",
            List.of(),
            max,
            "Items of a page at most; %d if it is left out.".formatted(defaultLimit),
            "10"),
        text("next", "The next of the page before; left out for the first page.", ""));
  }

  static final QueryParameter STATE =
      text(
          "state",
          "A state in any system's spelling; several are separated by commas and added up.",
          "close_wait");
  static final QueryParameter ROLE =
      oneOf("role", List.of("server", "client"), "Whose port it is: the local one of a server.");
  static final QueryParameter PORT =
      new QueryParameter(
          "port", List.of(), 65_535, "Port of the service; together with role.", "443");
  static final QueryParameter LABEL =
      text(Parameters.LABEL, "key:value; where several are given, all have to match.", "dc:eu1");
  static final List<QueryParameter> RANGE =
      List.of(
          text("from", "ISO-8601 with an offset, or relative to now; an hour ago.", "-15m"),
          text("to", "The end, which is not included; now.", "now"));
  static final QueryParameter STEP =
      text("step", "Length of a point, a multiple of the window size.", "15m");

  boolean isInteger() {
    return max > 0;
  }

  /** May be given several times. */
  boolean isRepeatable() {
    return name.equals(Parameters.LABEL);
  }

  /** The parameter object of OpenAPI. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("in", "query");
    json.writeStringField("description", description);
    json.writeObjectFieldStart("schema");
    if (isRepeatable()) {
      json.writeStringField("type", "array");
      json.writeObjectFieldStart("items");
      json.writeStringField("type", "string");
      json.writeEndObject();
    } else if (isInteger()) {
      json.writeStringField("type", "integer");
      json.writeNumberField("minimum", name.equals("limit") ? 1 : 0);
      json.writeNumberField("maximum", max);
    } else {
      json.writeStringField("type", "string");
      if (!values.isEmpty()) {
        json.writeArrayFieldStart("enum");
        for (String value : values) {
          json.writeString(value);
        }
        json.writeEndArray();
      }
    }
    json.writeEndObject();
    if (!example.isEmpty()) {
      if (isRepeatable()) {
        json.writeArrayFieldStart("example");
        json.writeString(example);
        json.writeEndArray();
      } else if (isInteger()) {
        json.writeNumberField("example", Integer.parseInt(example));
      } else {
        json.writeStringField("example", example);
      }
    }
    json.writeEndObject();
  }
}
