package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.wire.WireFields;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.Ranking;
import dev.socketfleet.streams.query.Ranking.Place;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** {@code GET /api/v1/top}: which hosts, endpoints or owners have most sockets in a state. */
final class TopResource implements Resource {

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 1_000;
  private static final String[] BY = {"host", "endpoint", "owner"};

  private final Ranking ranking;
  private final StateDictionary dictionary;

  TopResource(HostReader hosts, StateDictionary dictionary) {
    this.ranking = new Ranking(hosts);
    this.dictionary = dictionary;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("state", "by", "limit");
  }

  @Override
  public JsonBody answer(Parameters parameters) {
    int limit = parameters.integer("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    String by = parameters.oneOf("by", BY, name -> name).orElse("host");
    Set<SocketState> states =
        parameters
            .states("state", dictionary)
            .orElseThrow(
                () ->
                    new ApiException(
                        400,
                        "missing_parameter",
                        "state was not given",
                        "For example state=close_wait&by=owner."));
    return switch (by) {
      case "endpoint" ->
          ItemList.whole(ranking.byEndpoint(states, limit), (json, place) -> endpoint(json, place));
      case "owner" ->
          ItemList.whole(ranking.byOwner(states, limit), (json, place) -> owner(json, place));
      default -> ItemList.whole(ranking.byHost(states, limit), (json, place) -> host(json, place));
    };
  }

  private static void host(JsonGenerator json, Place<String> place) throws IOException {
    json.writeStartObject();
    json.writeStringField("host", place.of());
    json.writeNumberField("count", place.count());
    json.writeEndObject();
  }

  private static void endpoint(JsonGenerator json, Place<Endpoint> place) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", place.of().role().wireName());
    json.writeNumberField("port", place.of().port());
    shares(json, place);
    json.writeEndObject();
  }

  private static void owner(JsonGenerator json, Place<Owner> place) throws IOException {
    json.writeStartObject();
    WireFields.owner(json, place.of(), Optional.empty());
    shares(json, place);
    json.writeEndObject();
  }

  private static void shares(JsonGenerator json, Place<?> place) throws IOException {
    json.writeNumberField("count", place.count());
    json.writeNumberField("hosts", place.hosts());
    json.writeObjectFieldStart("topHost");
    json.writeStringField("host", place.topHost());
    json.writeNumberField("count", place.topHostCount());
    json.writeEndObject();
  }
}
