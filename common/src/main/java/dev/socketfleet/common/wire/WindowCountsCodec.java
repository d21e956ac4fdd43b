package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Closed windows as JSON, schema {@code socketfleet.window/1}: the value of the topic {@code
 * counts}. Times are ISO-8601 in UTC; a state without a socket in the whole window is left out.
 */
public final class WindowCountsCodec {

  /** The value of the field {@code schema}. */
  public static final String SCHEMA = "socketfleet.window/1";

  private WindowCountsCodec() {}

  /** The window in UTF-8. */
  public static byte[] encode(WindowCounts window) {
    return Json.write(4_096, json -> write(json, window));
  }

  private static void write(JsonGenerator json, WindowCounts window) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", SCHEMA);
    json.writeStringField("scope", window.scope());
    if (window.host().isPresent()) {
      json.writeStringField("host", window.host().get());
    }
    json.writeStringField("start", window.start().toString());
    json.writeStringField("end", window.end().toString());
    json.writeNumberField("revision", window.revision());
    json.writeNumberField("samples", window.samples());
    if (window.hosts().isPresent()) {
      json.writeNumberField("hosts", window.hosts().getAsInt());
    }
    if (window.missing().isPresent()) {
      json.writeNumberField("missing", window.missing().getAsInt());
    }
    states(json, "totals", window.totals());
    json.writeArrayFieldStart("endpoints");
    for (EndpointWindow endpoint : window.endpoints()) {
      json.writeStartObject();
      json.writeStringField("role", endpoint.endpoint().role().wireName());
      json.writeNumberField("port", endpoint.endpoint().port());
      states(json, "states", endpoint.states());
      optional(json, "listenQueued", endpoint.listenQueued());
      optional(json, "listenLimit", endpoint.listenLimit());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void states(JsonGenerator json, String name, Map<SocketState, Gauge> states)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<SocketState, Gauge> state : states.entrySet()) {
      json.writeObjectFieldStart(state.getKey().wireName());
      WireFields.gauge(json, state.getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String name, Optional<Gauge> gauge)
      throws IOException {
    if (gauge.isPresent()) {
      json.writeObjectFieldStart(name);
      WireFields.gauge(json, gauge.get());
      json.writeEndObject();
    }
  }

  /**
   * Reads one window.
   *
   * @throws MalformedRecordException with the field that is wrong
   */
  public static WindowCounts decode(byte[] json) throws MalformedRecordException {
    return FieldTree.decode(json, SCHEMA, "a window", WindowCountsCodec::window);
  }

  private static WindowCounts window(FieldTree in) throws MalformedRecordException {
    return new WindowCounts(
        in.text("scope"),
        in.optionalText("host"),
        in.instant("start"),
        in.instant("end"),
        in.number("revision", 1, Integer.MAX_VALUE),
        in.number("samples", 1, Integer.MAX_VALUE),
        states(in.object("totals")),
        in.list("endpoints", WindowCountsCodec::endpoint),
        count(in, "hosts"),
        count(in, "missing"));
  }

  private static EndpointWindow endpoint(FieldTree in) throws MalformedRecordException {
    return new EndpointWindow(
        in.endpoint(),
        states(in.object("states")),
        in.optional("listenQueued", FieldTree::gauge),
        in.optional("listenLimit", FieldTree::gauge));
  }

  /** A state that this reader does not know is left out: gauges of two states do not add up. */
  private static Map<SocketState, Gauge> states(FieldTree in) throws MalformedRecordException {
    Map<SocketState, Gauge> states = new EnumMap<>(SocketState.class);
    for (Map.Entry<String, Gauge> entry : in.entries(FieldTree::gauge).entrySet()) {
      SocketState.ofWireName(entry.getKey())
          .ifPresent(state -> states.put(state, entry.getValue()));
    }
    return states;
  }

  private static OptionalInt count(FieldTree in, String field) throws MalformedRecordException {
    return in.has(field)
        ? OptionalInt.of(in.number(field, 0, Integer.MAX_VALUE))
        : OptionalInt.empty();
  }
}
