package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.streams.http.Gathering.Gathered;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.Ranking;
import dev.socketfleet.streams.query.Ranking.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code GET /api/v1/top}: which hosts, endpoints or owners have most sockets in a state. */
final class TopResource implements Resource {

  /** For other instances: the shares of some partitions. */
  static final String INTERNAL = "/internal/v1/top";

  /** What one instance tells another; what is beyond makes the answer partial. */
  private static final int MAX_SHARES = 50_000;

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 1_000;
  private static final String[] BY = {"host", "endpoint", "owner"};

  private final Gathering gathering;
  private final StateDictionary dictionary;

  TopResource(Gathering gathering, StateDictionary dictionary) {
    this.gathering = gathering;
    this.dictionary = dictionary;
  }

  @Override
  public List<QueryParameter> parameters() {
    List<QueryParameter> parameters = new ArrayList<>(selection());
    parameters.addAll(QueryParameter.page(DEFAULT_LIMIT, MAX_LIMIT));
    return parameters;
  }

  private static List<QueryParameter> selection() {
    return List.of(
        QueryParameter.STATE, QueryParameter.oneOf("by", List.of(BY), "What is ranked."));
  }

  @Override
  public Answer answer(Call call) {
    Parameters parameters = call.parameters();
    return answer(parameters, ranked(parameters));
  }

  private <T> Answer answer(Parameters parameters, Ranked<T> ranked) {
    int limit = parameters.integer("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    Optional<List<String>> after = Cursor.from(parameters, "\\d{1,18}", "(?s).+");
    Set<SocketState> states = states(parameters);
    Gathered<List<Place<T>>> all =
        gathering.gather(
            INTERNAL + "?" + parameters.query(List.of("state", "by")),
            hosts -> ranked.places(hosts, states, MAX_SHARES + 1));
    Map<T, Place<T>> merged = new HashMap<>();
    boolean cut = false;
    for (List<Place<T>> places : all.local()) {
      cut |= places.size() > MAX_SHARES;
      places.forEach(place -> merged.merge(place.of(), place, Ranking::merge));
    }
    for (JsonNode part : all.remote()) {
      cut |= part.path("cut").asBoolean();
      for (JsonNode item : part.path("items")) {
        ranked.place(item).ifPresent(it -> merged.merge(it.of(), it, Ranking::merge));
      }
    }
    List<Place<T>> rest =
        merged.values().stream()
            .filter(place -> after.map(it -> isAfter(it, place, ranked)).orElse(true))
            .sorted(
                Comparator.comparingLong((Place<T> place) -> -place.count())
                    .thenComparing(place -> ranked.name(place.of())))
            .limit(limit + 1L)
            .toList();
    Completeness completeness = cut ? all.completeness().cut() : all.completeness();
    return Answer.ok(
            ItemList.page(
                rest,
                limit,
                last -> Cursor.of(last.count(), ranked.name(last.of())),
                completeness,
                ranked::write))
        .partial(completeness.partial());
  }

  private static <T> boolean isAfter(List<String> position, Place<T> place, Ranked<T> ranked) {
    long count = Long.parseLong(position.get(0));
    return place.count() < count
        || (place.count() == count && ranked.name(place.of()).compareTo(position.get(1)) > 0);
  }

  /** What another instance is answered. */
  Resource part() {
    return new InternalResource(selection()) {
      @Override
      JsonBody answerPart(Call call) {
        Set<SocketState> states = states(call.parameters());
        Ranked<?> ranked = ranked(call.parameters());
        return gathering.part(call, hosts -> part(hosts, states, ranked));
      }
    };
  }

  private static <T> JsonBody part(HostReader hosts, Set<SocketState> states, Ranked<T> ranked) {
    List<Place<T>> places = ranked.places(hosts, states, MAX_SHARES + 1);
    boolean cut = places.size() > MAX_SHARES;
    List<Place<T>> told = cut ? places.subList(0, MAX_SHARES) : places;
    return json -> write(json, told, cut, ranked);
  }

  private static <T> void write(
      JsonGenerator json, List<Place<T>> places, boolean cut, Ranked<T> ranked) throws IOException {
    json.writeBooleanField("cut", cut);
    json.writeArrayFieldStart("items");
    for (Place<T> place : places) {
      ranked.write(json, place);
    }
    json.writeEndArray();
  }

  private static Ranked<?> ranked(Parameters parameters) {
    return switch (parameters.oneOf("by", BY, name -> name).orElse("host")) {
      case "endpoint" -> Ranked.ENDPOINTS;
      case "owner" -> Ranked.OWNERS;
      default -> Ranked.HOSTS;
    };
  }

  private Set<SocketState> states(Parameters parameters) {
    return parameters
        .states("state", dictionary)
        .orElseThrow(
            () ->
                new ApiException(
                    400,
                    "missing_parameter",
                    "state was not given",
                    "For example state=close_wait&by=owner."));
  }
}
