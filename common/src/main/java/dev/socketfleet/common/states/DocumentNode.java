package dev.socketfleet.common.states;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of {@code states.json} with typed access to its fields. Read by the parser alone:
 * databind would cost a starting collector more time than the whole dictionary.
 */
final class DocumentNode {

  private final Map<String, @Nullable Object> fields;

  private DocumentNode(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  static DocumentNode read(byte[] json) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      return object(parser);
    } catch (IOException e) {
      throw new IllegalStateException("states.json is not JSON", e);
    }
  }

  private static DocumentNode object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return new DocumentNode(fields);
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getIntValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IllegalStateException("states.json has " + parser.currentToken());
    };
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return values;
  }

  String text(String name) {
    return typed(String.class, fields.get(name), name);
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(fields.get(name)).map(it -> typed(String.class, it, name));
  }

  boolean truth(String name) {
    return typed(Boolean.class, fields.get(name), name);
  }

  DocumentNode node(String name) {
    return typed(DocumentNode.class, fields.get(name), name);
  }

  List<DocumentNode> nodes(String name) {
    return list(DocumentNode.class, name);
  }

  List<String> texts(String name) {
    return list(String.class, name);
  }

  List<Integer> integers(String name) {
    return list(Integer.class, name);
  }

  private <T> List<T> list(Class<T> type, String name) {
    List<T> list = new ArrayList<>();
    for (Object value : typed(List.class, fields.get(name), name)) {
      list.add(typed(type, value, name));
    }
    return List.copyOf(list);
  }

  private static <T> T typed(Class<T> type, @Nullable Object value, String name) {
    if (!type.isInstance(value)) {
      throw new IllegalStateException(
          "states.json: %s was '%s' but it must be a %s"
              .formatted(name, value, type.getSimpleName()));
    }
    return type.cast(value);
  }
}
