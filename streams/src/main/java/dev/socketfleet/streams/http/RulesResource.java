package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.rule.RuleSet;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * {@code GET /api/v1/rules}: the rules in force as they would stand on the topic, each with the
 * revision that its alerts name.
 */
final class RulesResource implements Resource {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Supplier<RuleSet> rules;

  RulesResource(Supplier<RuleSet> rules) {
    this.rules = rules;
  }

  @Override
  public JsonBody answer(Parameters parameters) {
    return ItemList.whole(rules.get().all(), RulesResource::rule);
  }

  private static void rule(JsonGenerator json, Rule rule) throws IOException {
    ObjectNode tree = (ObjectNode) MAPPER.readTree(RuleCodec.encode(rule));
    json.writeTree(tree.put("revision", RuleCodec.revision(rule)));
  }
}
