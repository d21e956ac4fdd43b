package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The envelope of every list: {@code {"items":[...],"next":null,"partial":false}}.
 *
 * @param next what to give as {@code next} for the following page
 */
record ItemList<T>(
    List<T> items, Optional<String> next, Completeness completeness, ItemWriter<T> writer)
    implements JsonBody {

  /** Writes one item. */
  interface ItemWriter<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }

  /**
   * The first items of what follows the page before.
   *
   * @param rest sorted; one more than the limit is enough
   * @param cursor the position of an item
   */
  static <T> ItemList<T> page(
      List<T> rest,
      int limit,
      Function<T, String> cursor,
      Completeness completeness,
      ItemWriter<T> writer) {
    boolean more = rest.size() > limit;
    List<T> items = more ? rest.subList(0, limit) : rest;
    return new ItemList<>(
        items,
        more ? Optional.of(cursor.apply(items.get(limit - 1))) : Optional.empty(),
        completeness,
        writer);
  }

  @Override
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(json);
    json.writeEndObject();
  }

  /** The fields of the envelope, for answers that have more than those. */
  void writeFields(JsonGenerator json) throws IOException {
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
    completeness.write(json);
  }
}
