package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.socketfleet.common.model.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML or JSON value that remembers its line, for messages that a person can act on. */
sealed interface LocatedNode {

  /** Counts from 1. */
  int line();

  /** A mapping. */
  record Fields(int line, Map<String, LocatedNode> byName) implements LocatedNode {}

  /** A sequence. */
  record Items(int line, List<LocatedNode> nodes) implements LocatedNode {}

  /**
   * Anything else.
   *
   * @param text as written; empty for null
   */
  record Scalar(int line, String text) implements LocatedNode {}

  /** Reads the value that begins at the parser's current token. */
  static LocatedNode read(JsonParser in) throws IOException {
    int line = in.currentTokenLocation().getLineNr();
    JsonToken token = in.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, LocatedNode> fields = new LinkedHashMap<>();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        fields.put(name, read(in));
      }
      return new Fields(line, fields);
    }
    if (token == JsonToken.START_ARRAY) {
      List<LocatedNode> nodes = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        nodes.add(read(in));
      }
      return new Items(line, nodes);
    }
    return new Scalar(line, token == JsonToken.VALUE_NULL ? "" : in.getText());
  }

  /** The value as a message shows it. */
  default String shown() {
    if (this instanceof Scalar scalar) {
      return "'" + Quoted.of(scalar.text()) + "'";
    }
    return this instanceof Fields ? "a mapping" : "a list";
  }
}
