package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.query.RulesReader;
import dev.socketfleet.streams.query.RulesView;
import java.io.IOException;

/**
 * {@code GET /api/v1/rules}: the rules in force as they would stand on the topic, each with the
 * revision that its alerts name and the layer that it is of; and what stands on the topic but is no
 * rule.
 */
final class RulesResource implements Resource {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RulesReader rules;

  RulesResource(RulesReader rules) {
    this.rules = rules;
  }

  @Override
  public JsonBody answer(Parameters parameters) {
    RulesView view = rules.view();
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("items");
      for (Rule rule : view.rules().all()) {
        rule(json, rule, view);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("refused");
      for (RulesView.Refused refused : view.refused()) {
        json.writeStartObject();
        json.writeStringField("key", refused.key());
        json.writeStringField("source", refused.source());
        json.writeStringField("problem", refused.problem());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNullField("next");
      json.writeBooleanField("partial", false);
      json.writeEndObject();
    };
  }

  private static void rule(JsonGenerator json, Rule rule, RulesView view) throws IOException {
    ObjectNode tree = (ObjectNode) MAPPER.readTree(RuleCodec.encode(rule));
    tree.put("revision", RuleCodec.revision(rule));
    json.writeTree(tree.put("origin", view.origin(rule.id()).wireName()));
  }
}
