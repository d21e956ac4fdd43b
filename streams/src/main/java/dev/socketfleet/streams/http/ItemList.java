package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The envelope of every list: {@code {"items":[...],"next":null,"partial":false}}.
 *
 * @param next what to give as {@code next} for the following page
 */
record ItemList<T>(List<T> items, Optional<String> next, ItemWriter<T> writer) implements JsonBody {

  /** Writes one item. */
  interface ItemWriter<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }

  /** A list in one page. */
  static <T> ItemList<T> whole(List<T> items, ItemWriter<T> writer) {
    return new ItemList<>(items, Optional.empty(), writer);
  }

  @Override
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("items");
    for (T item : items) {
      writer.write(json, item);
    }
    json.writeEndArray();
    if (next.isPresent()) {
      json.writeStringField("next", next.get());
    } else {
      json.writeNullField("next");
    }
    json.writeBooleanField("partial", false);
    json.writeEndObject();
  }
}
