package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.rule.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a rule that is applied changes.
 *
 * @param kind what happens to it, as shown
 * @param fields those that differ from what was there, by path
 */
record RuleChange(Rule rule, Kind kind, List<Field> fields) {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** How the rule relates to what is there. */
  enum Kind {
    NEW("new"),
    CHANGED("changed"),
    /** The topic has none yet, and the pack has one with this id. */
    REPLACES_PACK("replaces the one that ships"),
    UNCHANGED("unchanged");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }

  /** One field before and after; a dash where there is none. */
  record Field(String name, String from, String to) {}

  /** The change that the rule makes to what is on the topic, or else to what ships. */
  static RuleChange of(Rule rule, Map<String, Optional<Rule>> onTopic, RuleSet pack) {
    Optional<Rule> published = onTopic.getOrDefault(rule.id(), Optional.empty());
    Optional<Rule> before = published.or(() -> pack.rule(rule.id()));
    List<Field> fields = before.map(it -> fields(it, rule)).orElse(List.of());
    if (published.isPresent()) {
      return new RuleChange(rule, fields.isEmpty() ? Kind.UNCHANGED : Kind.CHANGED, fields);
    }
    return new RuleChange(rule, before.isPresent() ? Kind.REPLACES_PACK : Kind.NEW, fields);
  }

  private static List<Field> fields(Rule before, Rule after) {
    Map<String, String> old = flat(before);
    Map<String, String> now = flat(after);
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      String from = old.getOrDefault(name, "-");
      String to = now.getOrDefault(name, "-");
      if (!from.equals(to)) {
        fields.add(new Field(name, from, to));
      }
    }
    return fields;
  }

  private static Map<String, String> flat(Rule rule) {
    Map<String, String> flat = new TreeMap<>();
    flatten("", json(rule), flat);
    return flat;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      if (field.getValue().isObject()) {
        flatten(name, field.getValue(), into);
      } else {
        into.put(
            name,
            field.getValue().isValueNode()
                ? field.getValue().asText()
                : field.getValue().toString());
      }
    }
  }

  private static JsonNode json(Rule rule) {
    try {
      return MAPPER.readTree(new String(RuleCodec.encode(rule), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the codec writes JSON", e);
    }
  }

  /** The fields in one line. */
  String text() {
    return fields.stream()
        .map(field -> "%s %s -> %s".formatted(field.name(), field.from(), field.to()))
        .collect(Collectors.joining(", "));
  }

  /** As one item of {@code --json}. */
  void addTo(ArrayNode items) {
    ObjectNode item = items.addObject();
    item.put("id", rule.id());
    item.put("change", kind.shown());
    item.put("revision", RuleCodec.revision(rule));
    ArrayNode list = item.putArray("fields");
    fields.forEach(
        field ->
            list.addObject()
                .put("field", field.name())
                .put("from", field.from())
                .put("to", field.to()));
  }
}
