package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.rule.RuleSet;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code GET /api/v1/rules}: the rules in force as they would stand on the topic, each with the
 * revision that its alerts name.
 */
final class RulesResource implements LocalResource {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final int MAX_LIMIT = 5_000;

  private final Supplier<RuleSet> rules;

  RulesResource(Supplier<RuleSet> rules) {
    this.rules = rules;
  }

  @Override
  public List<QueryParameter> parameters() {
    return QueryParameter.page(MAX_LIMIT, MAX_LIMIT);
  }

  @Override
  public JsonBody answer(Parameters parameters) {
    int limit = parameters.integer("limit", 1, MAX_LIMIT).orElse(MAX_LIMIT);
    String after = Cursor.from(parameters, ".+").map(it -> it.get(0)).orElse("");
    List<Rule> rest =
        rules.get().all().stream()
            .filter(rule -> rule.id().compareTo(after) > 0)
            .sorted(Comparator.comparing(Rule::id))
            .limit(limit + 1L)
            .toList();
    return ItemList.page(
        rest, limit, last -> Cursor.of(last.id()), Completeness.WHOLE, RulesResource::rule);
  }

  private static void rule(JsonGenerator json, Rule rule) throws IOException {
    ObjectNode tree = (ObjectNode) MAPPER.readTree(RuleCodec.encode(rule));
    json.writeTree(tree.put("revision", RuleCodec.revision(rule)));
  }
}
