package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.CommandFailedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A host's youngest snapshot, made of what the API tells of it. */
final class LiveSnapshot {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<String> OF_ENDPOINT = List.of("listen", "peers", "oldestMs");

  private LiveSnapshot() {}

  /**
   * The snapshot.
   *
   * @param host answer of {@code /api/v1/hosts/{host}}
   */
  static Snapshot of(JsonNode host) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", SnapshotCodec.SCHEMA);
    for (String field : List.of("host", "labels", "os", "intervalMs", "source", "complete")) {
      json.set(field, host.path(field));
    }
    json.put("boot", "trial").put("seq", 0);
    json.put("capturedAtMs", Instant.parse(host.path("capturedAt").asText()).toEpochMilli());
    json.putArray("notes");
    ArrayNode groups = json.putArray("groups");
    host.path("endpoints").forEach(endpoint -> addGroups(endpoint, groups));
    json.set("namespaces", host.path("namespaces"));
    json.set("collector", host.path("collector"));
    try {
      return SnapshotCodec.decode(json.toString().getBytes(StandardCharsets.UTF_8));
    } catch (MalformedRecordException e) {
      throw new CommandFailedException(
          "the API answered with a host that this version cannot read: " + e.getMessage(), e);
    }
  }

  /** The API tells queues, ages and peers of the endpoint: its first owner gets them. */
  private static void addGroups(JsonNode endpoint, ArrayNode groups) {
    boolean first = true;
    for (JsonNode owner : endpoint.path("owners")) {
      ObjectNode group = groups.addObject();
      group.set("netns", owner.path("netns"));
      group.set("role", endpoint.path("role"));
      group.set("port", endpoint.path("port"));
      ObjectNode named = group.putObject("owner");
      for (String field : List.of("kind", "name", "pid", "process")) {
        if (owner.has(field)) {
          named.set(field, owner.path(field));
        }
      }
      group.set("counts", owner.path("counts"));
      for (String field : OF_ENDPOINT) {
        if (first && endpoint.has(field)) {
          group.set(field, endpoint.path(field));
        }
      }
      first = false;
    }
  }
}
