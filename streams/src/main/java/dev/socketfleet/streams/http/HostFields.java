package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.wire.WireFields;
import dev.socketfleet.streams.query.HostSummary;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What a host looks like in every answer that shows one. */
final class HostFields {

  private HostFields() {}

  /** {@code up} or {@code silent}. */
  static String status(HostSummary host) {
    return host.silent() ? "silent" : "up";
  }

  /** One item of the list of hosts. */
  static void item(JsonGenerator json, HostSummary host) throws IOException {
    json.writeStartObject();
    fields(json, host);
    json.writeEndObject();
  }

  /** The fields of a host inside of an object. */
  static void fields(JsonGenerator json, HostSummary host) throws IOException {
    json.writeStringField("host", host.host());
    json.writeStringField("os", host.os());
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> label : new TreeMap<>(host.labels()).entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    json.writeStringField("lastSeen", host.lastSeen().toString());
    json.writeStringField("status", status(host));
    json.writeObjectFieldStart("counts");
    WireFields.counts(json, host.counts());
    json.writeEndObject();
    if (host.skewMs().isPresent()) {
      json.writeNumberField("skewMs", host.skewMs().getAsLong());
    }
    json.writeNumberField("lost", host.lost());
    json.writeNumberField("late", host.late());
    json.writeNumberField("duplicates", host.duplicates());
    json.writeNumberField("incomplete", host.incomplete());
    json.writeStringField("source", host.source());
    json.writeBooleanField("complete", host.complete());
    json.writeNumberField("intervalMs", host.intervalMs());
    json.writeArrayFieldStart("notes");
    for (String note : host.notes()) {
      json.writeString(note);
    }
    json.writeEndArray();
    collector(json, host.collector());
  }

  private static void collector(JsonGenerator json, CollectorHealth health) throws IOException {
    json.writeObjectFieldStart("collector");
    json.writeStringField("version", health.version());
    json.writeNumberField("captureMicros", health.captureMicros());
    json.writeNumberField("rssBytes", health.rssBytes());
    json.writeNumberField("dropped", health.dropped());
    json.writeEndObject();
  }
}
