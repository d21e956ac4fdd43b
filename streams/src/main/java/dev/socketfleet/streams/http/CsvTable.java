package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An answer as rows (RFC 4180, with a header). What hosts say of themselves may begin like a
 * formula, which a spreadsheet would run: such cells begin with an apostrophe.
 *
 * @param rows field of the answer with the array
 * @param columns fields of a row, nested ones with a dot
 */
record CsvTable(String rows, List<String> columns) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String END = "\r\n";

  CsvTable {
    columns = List.copyOf(columns);
  }

  static CsvTable of(String rows, String... columns) {
    return new CsvTable(rows, List.of(columns));
  }

  /** The same with a column for each state below a field. */
  CsvTable withStates(String field, String suffix) {
    List<String> all = new ArrayList<>(columns);
    Stream.of(SocketState.values())
        .map(state -> field + "." + state.wireName() + suffix)
        .forEach(all::add);
    return new CsvTable(rows, all);
  }

  /** The rows of an answer in JSON. */
  byte[] write(byte[] answer) {
    StringBuilder text = new StringBuilder(String.join(",", columns)).append(END);
    try {
      for (JsonNode row : MAPPER.readTree(answer).path(rows)) {
        for (int i = 0; i < columns.size(); i++) {
          text.append(i == 0 ? "" : ",").append(cell(find(row, columns.get(i))));
        }
        text.append(END);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an answer of this API is JSON", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The parameter for the following page, which rows have no place for; empty at the end. */
  static Optional<String> next(byte[] answer) {
    try (JsonParser json = MAPPER.createParser(answer)) {
      json.nextToken();
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        if (field.equals("next")) {
          return value == JsonToken.VALUE_STRING ? Optional.of(json.getText()) : Optional.empty();
        }
        json.skipChildren();
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("an answer of this API is JSON", e);
    }
  }

  private static JsonNode find(JsonNode row, String column) {
    JsonNode node = row;
    for (String field : column.split("\\.", -1)) {
      node = node.path(field);
    }
    return node;
  }

  private static String cell(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isNumber() || value.isBoolean()) {
      return value.asText();
    }
    return text(value.isTextual() ? value.textValue() : joined(value));
  }

  /** Maps as {@code key=value}, arrays as their elements, separated by semicolons. */
  private static String joined(JsonNode value) {
    List<String> parts = new ArrayList<>();
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        parts.add(field.getKey() + "=" + field.getValue().asText());
      }
    } else {
      value.forEach(element -> parts.add(element.asText()));
    }
    return String.join(";", parts);
  }

  /** A text that no spreadsheet takes for a formula (OWASP, CSV injection). */
  static String text(String plain) {
    String safe =
        !plain.isEmpty() && "=+-@\t\r\n".indexOf(plain.charAt(0)) >= 0 ? "'" + plain : plain;
    boolean quote = safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
