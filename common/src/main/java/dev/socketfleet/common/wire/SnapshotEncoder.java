package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes snapshots; maps are written in sorted order so that equal snapshots are equal bytes. */
final class SnapshotEncoder {

  private static final int BYTES_PER_GROUP = 200;

  private final JsonGenerator json;

  private SnapshotEncoder(JsonGenerator json) {
    this.json = json;
  }

  static byte[] encode(Snapshot snapshot) {
    int sizeHint = 1024 + snapshot.groups().size() * BYTES_PER_GROUP;
    return Json.write(sizeHint, json -> new SnapshotEncoder(json).snapshot(snapshot));
  }

  private void snapshot(Snapshot snapshot) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", SnapshotCodec.SCHEMA);
    json.writeStringField("host", snapshot.host());
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> label : new TreeMap<>(snapshot.labels()).entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    json.writeStringField("os", snapshot.os());
    json.writeStringField("boot", snapshot.boot());
    json.writeNumberField("seq", snapshot.seq());
    json.writeNumberField("capturedAtMs", snapshot.capturedAt().toEpochMilli());
    json.writeNumberField("intervalMs", snapshot.interval().toMillis());
    json.writeStringField("source", snapshot.source());
    json.writeBooleanField("complete", snapshot.complete());
    json.writeArrayFieldStart("notes");
    for (String note : snapshot.notes()) {
      json.writeString(note);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("groups");
    for (Group group : snapshot.groups()) {
      group(group);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("namespaces");
    for (Namespace namespace : snapshot.namespaces()) {
      WireFields.namespace(json, namespace);
    }
    json.writeEndArray();
    collector(snapshot.collector());
    json.writeEndObject();
  }

  private void group(Group group) throws IOException {
    json.writeStartObject();
    json.writeStringField("netns", group.netns());
    json.writeStringField("role", group.endpoint().role().wireName());
    json.writeNumberField("port", group.endpoint().port());
    json.writeObjectFieldStart("owner");
    WireFields.owner(json, group.owner(), group.process());
    json.writeEndObject();
    json.writeObjectFieldStart("counts");
    WireFields.counts(json, group.counts());
    json.writeEndObject();
    if (group.listen().isPresent()) {
      json.writeObjectFieldStart("listen");
      WireFields.listen(json, group.listen().get());
      json.writeEndObject();
    }
    if (!group.peers().isEmpty()) {
      json.writeObjectFieldStart("peers");
      for (SocketState state : new TreeMap<>(group.peers()).keySet()) {
        json.writeArrayFieldStart(state.wireName());
        WireFields.peers(json, group.peers().getOrDefault(state, List.of()));
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    if (!group.oldestMs().isEmpty()) {
      json.writeObjectFieldStart("oldestMs");
      for (Map.Entry<SocketState, Long> oldest : new TreeMap<>(group.oldestMs()).entrySet()) {
        json.writeNumberField(oldest.getKey().wireName(), oldest.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void collector(CollectorHealth health) throws IOException {
    json.writeObjectFieldStart("collector");
    json.writeStringField("version", health.version());
    json.writeNumberField("captureMicros", health.captureMicros());
    json.writeNumberField("rssBytes", health.rssBytes());
    json.writeNumberField("dropped", health.dropped());
    json.writeEndObject();
  }
}
