package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.WireFields;
import dev.socketfleet.streams.query.EndpointDetail;
import dev.socketfleet.streams.query.EndpointDetail.OwnerDetail;
import dev.socketfleet.streams.query.LatestSnapshot;
import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.Locations.Location;
import dev.socketfleet.streams.query.State;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code GET /api/v1/hosts/{host}}: the youngest snapshot of a host in full, and how it is. */
final class HostResource implements OwnedResource {

  private final Clock clock;

  HostResource(Clock clock) {
    this.clock = clock;
  }

  @Override
  public List<QueryParameter> parameters() {
    return List.of();
  }

  @Override
  public Location location(Parameters parameters, Locations locations) {
    return locations.ofHost(parameters.host());
  }

  @Override
  public JsonBody answer(Parameters parameters, State state, boolean partial) {
    String host = parameters.host();
    LatestSnapshot latest =
        state.hosts().latest(host).orElseThrow(() -> ApiException.unknownHost(host));
    return json -> write(json, latest, partial);
  }

  private void write(JsonGenerator json, LatestSnapshot latest, boolean partial)
      throws IOException {
    json.writeStartObject();
    HostFields.fields(json, latest.summary());
    json.writeStringField("capturedAt", latest.snapshot().capturedAt().toString());
    json.writeArrayFieldStart("endpoints");
    for (EndpointDetail endpoint : EndpointDetail.of(latest.snapshot())) {
      endpoint(json, endpoint);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("namespaces");
    for (Namespace namespace : latest.snapshot().namespaces()) {
      WireFields.namespace(json, namespace);
    }
    json.writeEndArray();
    json.writeBooleanField("partial", partial);
    json.writeNumberField(
        "staleMs", Math.max(0, clock.millis() - latest.appendedAt().toEpochMilli()));
    json.writeEndObject();
  }

  private static void endpoint(JsonGenerator json, EndpointDetail endpoint) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", endpoint.endpoint().role().wireName());
    json.writeNumberField("port", endpoint.endpoint().port());
    json.writeObjectFieldStart("counts");
    WireFields.counts(json, endpoint.counts());
    json.writeEndObject();
    json.writeArrayFieldStart("owners");
    for (OwnerDetail owner : endpoint.owners()) {
      json.writeStartObject();
      WireFields.owner(json, owner.owner(), owner.process());
      json.writeStringField("netns", owner.netns());
      json.writeObjectFieldStart("counts");
      WireFields.counts(json, owner.counts());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    if (endpoint.listen().isPresent()) {
      json.writeObjectFieldStart("listen");
      WireFields.listen(json, endpoint.listen().get());
      json.writeEndObject();
    }
    evidence(json, endpoint);
    json.writeEndObject();
  }

  private static void evidence(JsonGenerator json, EndpointDetail endpoint) throws IOException {
    if (!endpoint.oldestMs().isEmpty()) {
      json.writeObjectFieldStart("oldestMs");
      for (Map.Entry<SocketState, Long> oldest : new TreeMap<>(endpoint.oldestMs()).entrySet()) {
        json.writeNumberField(oldest.getKey().wireName(), oldest.getValue());
      }
      json.writeEndObject();
    }
    if (!endpoint.peers().isEmpty()) {
      json.writeObjectFieldStart("peers");
      for (Map.Entry<SocketState, List<PeerCount>> peers :
          new TreeMap<>(endpoint.peers()).entrySet()) {
        json.writeArrayFieldStart(peers.getKey().wireName());
        WireFields.peers(json, peers.getValue());
        json.writeEndArray();
      }
      json.writeEndObject();
    }
  }
}
