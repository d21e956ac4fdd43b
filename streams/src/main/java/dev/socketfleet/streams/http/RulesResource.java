package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.query.RulesReader;
import dev.socketfleet.streams.query.RulesView;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * {@code GET /api/v1/rules}: the rules in force as they would stand on the topic, each with the
 * revision that its alerts name and the layer that it is of; and what stands on the topic but is no
 * rule.
 */
final class RulesResource implements LocalResource {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final int MAX_LIMIT = 5_000;

  private final RulesReader rules;

  RulesResource(RulesReader rules) {
    this.rules = rules;
  }

  @Override
  public List<QueryParameter> parameters() {
    return QueryParameter.page(MAX_LIMIT, MAX_LIMIT);
  }

  @Override
  public JsonBody answer(Parameters parameters) {
    RulesView view = rules.view();
    int limit = parameters.integer("limit", 1, MAX_LIMIT).orElse(MAX_LIMIT);
    String after = Cursor.from(parameters, ".+").map(it -> it.get(0)).orElse("");
    List<Rule> rest =
        view.rules().all().stream()
            .filter(rule -> rule.id().compareTo(after) > 0)
            .sorted(Comparator.comparing(Rule::id))
            .limit(limit + 1L)
            .toList();
    ItemList<Rule> page =
        ItemList.page(
            rest,
            limit,
            last -> Cursor.of(last.id()),
            Completeness.WHOLE,
            (json, rule) -> rule(json, rule, view));
    return json -> {
      json.writeStartObject();
      page.writeFields(json);
      json.writeArrayFieldStart("refused");
      for (RulesView.Refused refused : view.refused()) {
        json.writeStartObject();
        json.writeStringField("key", refused.key());
        json.writeStringField("source", refused.source());
        json.writeStringField("problem", refused.problem());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    };
  }

  private static void rule(JsonGenerator json, Rule rule, RulesView view) throws IOException {
    ObjectNode tree = (ObjectNode) MAPPER.readTree(RuleCodec.encode(rule));
    tree.put("revision", RuleCodec.revision(rule));
    json.writeTree(tree.put("origin", view.origin(rule.id()).wireName()));
  }
}
