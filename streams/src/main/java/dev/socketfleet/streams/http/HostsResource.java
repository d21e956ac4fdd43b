package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.streams.http.Gathering.Gathered;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.HostSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code GET /api/v1/hosts}: the hosts by name, filtered by labels and status. */
final class HostsResource implements Resource {

  /** For other instances: the same of some partitions. */
  static final String INTERNAL = "/internal/v1/hosts";

  private static final int DEFAULT_LIMIT = 500;
  private static final int MAX_LIMIT = 5_000;

  private final Gathering gathering;

  HostsResource(Gathering gathering) {
    this.gathering = gathering;
  }

  /** A host with what writes it. */
  private record Item(String host, JsonBody body) {}

  @Override
  public List<QueryParameter> parameters() {
    List<QueryParameter> parameters = new ArrayList<>();
    parameters.add(
        QueryParameter.text("host", "A pattern of host ids with * and ?; all.", "web-*"));
    parameters.add(QueryParameter.LABEL);
    parameters.add(
        QueryParameter.oneOf(
            "status", List.of("up", "silent"), "Whether something came within three intervals."));
    parameters.addAll(QueryParameter.page(DEFAULT_LIMIT, MAX_LIMIT));
    return parameters;
  }

  @Override
  public Answer answer(Call call) {
    Parameters parameters = call.parameters();
    int limit = limit(parameters);
    Gathered<List<HostSummary>> all =
        gathering.gather(
            INTERNAL + "?" + parameters.query(parameters().stream().map(it -> it.name()).toList()),
            hosts -> page(hosts, parameters, limit));
    List<Item> rest =
        Stream.concat(
                all.local().stream()
                    .flatMap(List::stream)
                    .map(it -> new Item(it.host(), json -> HostFields.item(json, it))),
                all.remote().stream()
                    .flatMap(part -> items(part).stream())
                    .map(it -> new Item(it.path("host").asText(), json -> json.writeTree(it))))
            .sorted(Comparator.comparing(Item::host))
            .limit(limit + 1L)
            .toList();
    return Answer.ok(
            ItemList.page(
                rest,
                limit,
                last -> Cursor.of(last.host()),
                all.completeness(),
                (json, item) -> item.body().writeTo(json)))
        .partial(all.completeness().partial());
  }

  private static List<JsonNode> items(JsonNode part) {
    List<JsonNode> items = new ArrayList<>();
    part.path("items").forEach(items::add);
    return items;
  }

  /** What another instance is answered. */
  Resource part() {
    return new InternalResource(parameters()) {
      @Override
      JsonBody answerPart(Call call) {
        return gathering.part(
            call,
            hosts -> json -> write(json, page(hosts, call.parameters(), limit(call.parameters()))));
      }
    };
  }

  private static int limit(Parameters parameters) {
    return parameters.integer("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
  }

  private static Glob names(Parameters parameters) {
    try {
      return parameters.text("host").map(Glob::new).orElse(Glob.ANY);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("host: " + e.getMessage(), "For example host=web-*.");
    }
  }

  private static List<HostSummary> page(HostReader hosts, Parameters parameters, int limit) {
    Glob names = names(parameters);
    List<Map.Entry<String, String>> labels = parameters.labels();
    Optional<String> status =
        parameters.oneOf("status", new String[] {"up", "silent"}, name -> name);
    String after = Cursor.from(parameters, ".+").map(it -> it.get(0)).orElse("");
    return hosts.hosts().stream()
        .filter(host -> host.host().compareTo(after) > 0)
        .filter(host -> names.matches(host.host()))
        .filter(host -> status.map(HostFields.status(host)::equals).orElse(true))
        .filter(host -> host.labels().entrySet().containsAll(labels))
        .sorted(Comparator.comparing(HostSummary::host))
        .limit(limit + 1L)
        .toList();
  }

  private static void write(JsonGenerator json, List<HostSummary> hosts) throws IOException {
    json.writeArrayFieldStart("items");
    for (HostSummary host : hosts) {
      HostFields.item(json, host);
    }
    json.writeEndArray();
  }
}
