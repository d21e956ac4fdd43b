package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.wire.WireFields;
import dev.socketfleet.streams.fleet.FleetWindow;
import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.Locations.Location;
import dev.socketfleet.streams.query.State;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
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
final class FleetEndpointsResource implements OwnedResource {

  private static final int DEFAULT_LIMIT = 500;
  private static final int MAX_LIMIT = 5_000;

  private final StateDictionary dictionary;
  private final FleetScopes scopes;

  FleetEndpointsResource(StateDictionary dictionary, Set<String> labels) {
    this.dictionary = dictionary;
    this.scopes = new FleetScopes(labels);
  }

  @Override
  public List<QueryParameter> parameters() {
    List<QueryParameter> parameters = new ArrayList<>();
    parameters.add(QueryParameter.ROLE);
    parameters.add(QueryParameter.STATE);
    parameters.add(QueryParameter.LABEL);
    parameters.addAll(QueryParameter.page(DEFAULT_LIMIT, MAX_LIMIT));
    return parameters;
  }

  @Override
  public Location location(Parameters parameters, Locations locations) {
    return locations.ofScope(scopes.of(parameters));
  }

  /** Busiest first. */
  private record Place(long sockets, Endpoint endpoint) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
      int order = Long.compare(other.sockets, sockets);
      return order != 0 ? order : endpoint.compareTo(other.endpoint);
    }

    String cursor() {
      return Cursor.of(sockets, endpoint.role().wireName(), endpoint.port());
    }

    static Optional<Place> after(Parameters parameters) {
      return Cursor.from(parameters, "\\d{1,18}", "server|client", "\\d{1,5}")
          .map(
              it ->
                  new Place(
                      Long.parseLong(it.get(0)),
                      new Endpoint(
                          it.get(1).equals(Role.SERVER.wireName()) ? Role.SERVER : Role.CLIENT,
                          Math.min(65_535, Integer.parseInt(it.get(2))))));
    }
  }

  @Override
  public JsonBody answer(Parameters parameters, State state, boolean partial) {
    Optional<Role> role = parameters.oneOf("role", Role.values(), Role::wireName);
    Set<SocketState> states =
        parameters.states("state", dictionary).orElseGet(() -> EnumSet.allOf(SocketState.class));
    int limit = parameters.integer("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    Optional<Place> after = Place.after(parameters);
    Optional<FleetWindow> window = state.fleet().latest(scopes.of(parameters));
    List<EndpointWindow> rest =
        window.map(FleetWindow::endpoints).orElse(List.of()).stream()
            .filter(it -> role.map(it.endpoint().role()::equals).orElse(true))
            .filter(it -> sockets(it, states) > 0)
            .filter(it -> after.map(last -> last.compareTo(place(it, states)) < 0).orElse(true))
            .sorted(Comparator.comparing((EndpointWindow it) -> place(it, states)))
            .limit(limit + 1L)
            .toList();
    ItemList<EndpointWindow> page =
        ItemList.page(
            rest,
            limit,
            last -> place(last, states).cursor(),
            new Completeness(partial, Set.of(), Set.of()),
            (json, item) -> write(json, item, states));
    return json -> write(json, window, page);
  }

  private static Place place(EndpointWindow endpoint, Set<SocketState> states) {
    return new Place(sockets(endpoint, states), endpoint.endpoint());
  }

  private static long sockets(EndpointWindow endpoint, Set<SocketState> states) {
    return states.stream()
        .map(endpoint.states()::get)
        .mapToLong(gauge -> gauge == null ? 0 : gauge.max())
        .sum();
  }

  private static void write(
      JsonGenerator json, Optional<FleetWindow> window, ItemList<EndpointWindow> page)
      throws IOException {
    json.writeStartObject();
    if (window.isPresent()) {
      json.writeStringField("start", Instant.ofEpochMilli(window.get().startMs()).toString());
      json.writeNumberField("hosts", window.get().hosts());
      json.writeNumberField("missing", window.get().missing());
    }
    page.writeFields(json);
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
