package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.wire.WireFields;
import dev.socketfleet.streams.fleet.FleetWindow;
import dev.socketfleet.streams.query.FleetReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code GET /api/v1/fleet/endpoints}: all endpoints of the fleet, or of a label value, in its
 * youngest closed window, those with most sockets first.
 */
final class FleetEndpointsResource implements Resource {

  private static final int DEFAULT_LIMIT = 500;
  private static final int MAX_LIMIT = 5_000;

  private final FleetReader fleet;
  private final StateDictionary dictionary;
  private final FleetScopes scopes;

  FleetEndpointsResource(FleetReader fleet, StateDictionary dictionary, Set<String> labels) {
    this.fleet = fleet;
    this.dictionary = dictionary;
    this.scopes = new FleetScopes(labels);
  }

  @Override
  public Set<String> parameters() {
    return Set.of("role", "state", Parameters.LABEL, "limit");
  }

  @Override
  public JsonBody answer(Parameters parameters) {
    Optional<Role> role = parameters.oneOf("role", Role.values(), Role::wireName);
    Set<SocketState> states =
        parameters.states("state", dictionary).orElseGet(() -> EnumSet.allOf(SocketState.class));
    int limit = parameters.integer("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    Optional<FleetWindow> window = fleet.latest(scopes.of(parameters));
    List<EndpointWindow> items =
        window.map(FleetWindow::endpoints).orElse(List.of()).stream()
            .filter(it -> role.map(it.endpoint().role()::equals).orElse(true))
            .filter(it -> sockets(it, states) > 0)
            .sorted(
                Comparator.comparingLong((EndpointWindow it) -> -sockets(it, states))
                    .thenComparing(EndpointWindow::endpoint))
            .limit(limit)
            .toList();
    return json -> write(json, window, items, states);
  }

  private static long sockets(EndpointWindow endpoint, Set<SocketState> states) {
    return states.stream()
        .map(endpoint.states()::get)
        .mapToLong(gauge -> gauge == null ? 0 : gauge.max())
        .sum();
  }

  private static void write(
      JsonGenerator json,
      Optional<FleetWindow> window,
      List<EndpointWindow> items,
      Set<SocketState> states)
      throws IOException {
    json.writeStartObject();
    if (window.isPresent()) {
      json.writeStringField("start", Instant.ofEpochMilli(window.get().startMs()).toString());
      json.writeNumberField("hosts", window.get().hosts());
      json.writeNumberField("missing", window.get().missing());
    }
    json.writeArrayFieldStart("items");
    for (EndpointWindow item : items) {
      write(json, item, states);
    }
    json.writeEndArray();
    json.writeNullField("next");
    json.writeBooleanField("partial", false);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, EndpointWindow item, Set<SocketState> states)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("role", item.endpoint().role().wireName());
    json.writeNumberField("port", item.endpoint().port());
    json.writeObjectFieldStart("states");
    for (Map.Entry<SocketState, Gauge> state : new TreeMap<>(item.states()).entrySet()) {
      if (states.contains(state.getKey())) {
        gauge(json, state.getKey().wireName(), state.getValue());
      }
    }
    json.writeEndObject();
    if (item.listenQueued().isPresent()) {
      gauge(json, "listenQueued", item.listenQueued().get());
    }
    if (item.listenLimit().isPresent()) {
      gauge(json, "listenLimit", item.listenLimit().get());
    }
    json.writeEndObject();
  }

  private static void gauge(JsonGenerator json, String name, Gauge gauge) throws IOException {
    json.writeObjectFieldStart(name);
    WireFields.gauge(json, gauge);
    json.writeEndObject();
  }
}
