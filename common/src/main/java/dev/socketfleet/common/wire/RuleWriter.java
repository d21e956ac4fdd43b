package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.config.DurationText;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Condition.Whole;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.common.model.rule.PortRange;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.model.rule.Selector;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes a rule in its canonical form: every parameter, defaults too, in one order. Equal rules are
 * equal bytes.
 */
final class RuleWriter {

  private RuleWriter() {}

  static void write(JsonGenerator json, Rule rule) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", RuleCodec.SCHEMA);
    json.writeStringField("id", rule.id());
    json.writeBooleanField("enabled", rule.enabled());
    json.writeStringField("kind", rule.kind());
    json.writeObjectFieldStart("select");
    selector(json, rule.select());
    json.writeEndObject();
    json.writeObjectFieldStart("parameters");
    parameters(json, rule.condition());
    json.writeEndObject();
    json.writeStringField("for", DurationText.format(rule.holdFor()));
    json.writeStringField("keep_firing_for", DurationText.format(rule.keepFiringFor()));
    json.writeStringField("severity", rule.severity().wireName());
    texts(json, "suppressed_by", rule.suppressedBy().stream().map(Glob::pattern).toList());
    texts(json, "kept_by", rule.keptBy().stream().map(Glob::pattern).toList());
    if (rule.summary().isPresent()) {
      json.writeObjectFieldStart("annotations");
      json.writeStringField("summary", rule.summary().get());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void selector(JsonGenerator json, Selector select) throws IOException {
    texts(json, "state", select.states().stream().map(SocketState::wireName).toList());
    optional(json, "role", select.role().map(Role::wireName));
    texts(json, "port", select.ports().stream().map(PortRange::toString).toList());
    optional(json, "host", select.host().map(Glob::pattern));
    optional(json, "netns", select.netns().map(Glob::pattern));
    optional(json, "owner", select.owner().map(Glob::pattern));
    if (!select.labels().isEmpty()) {
      json.writeObjectFieldStart("labels");
      for (Map.Entry<String, String> label : new TreeMap<>(select.labels()).entrySet()) {
        json.writeStringField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
    }
    optional(json, "scope", select.scope().map(Glob::pattern));
  }

  private static void parameters(JsonGenerator json, Condition condition) throws IOException {
    if (condition instanceof Condition.Threshold it) {
      json.writeNumberField("at_least", it.atLeast());
      json.writeNumberField("clear_below", it.clearBelow());
      optional(json, "older_than", it.olderThan().map(DurationText::format));
      json.writeStringField("combine", it.combine().wireName());
      if (it.per() != Condition.Per.ENDPOINT) {
        json.writeStringField("per", it.per().wireName());
      }
    } else if (condition instanceof Condition.HostThreshold it) {
      json.writeStringField("of", it.of().wireName());
      json.writeNumberField("at_least", it.atLeast());
      json.writeNumberField("clear_below", it.clearBelow());
    } else if (condition instanceof Condition.Ratio it) {
      json.writeStringField("of", it.of().wireName());
      json.writeStringField("to", wireName(it.to()));
      WireFields.number(json, "at_least", it.atLeast());
      WireFields.number(json, "clear_below", it.clearBelow());
      json.writeNumberField("minimum", it.minimum());
    } else if (condition instanceof Condition.Spike it) {
      json.writeNumberField("minimum", it.minimum());
      WireFields.number(json, "sensitivity", it.sensitivity());
    } else if (condition instanceof Condition.Growth it) {
      json.writeNumberField("above", it.above());
      json.writeNumberField("windows", it.windows());
    } else if (condition instanceof Condition.Rate it) {
      texts(json, "counter", it.counters());
      texts(json, "minus", it.minus());
      WireFields.number(json, "above", it.above());
      WireFields.number(json, "share", it.share());
      json.writeNumberField("windows", it.windows());
    } else if (condition instanceof Condition.Exhaustion it) {
      WireFields.number(json, "at_least", it.atLeast());
      WireFields.number(json, "clear_below", it.clearBelow());
    } else if (condition instanceof Condition.ListenerGone it) {
      json.writeStringField("seen_for", DurationText.format(it.seenFor()));
      json.writeStringField("give_up_after", DurationText.format(it.giveUpAfter()));
    } else if (condition instanceof Condition.Absent it) {
      json.writeNumberField("intervals", it.intervals());
      json.writeStringField("at_least", DurationText.format(it.atLeast()));
    } else {
      FleetConditions.write(json, condition);
    }
  }

  private static String wireName(Whole whole) {
    if (whole instanceof Whole.Count count) {
      return count.state().wireName();
    }
    return whole instanceof Whole.SynCap ? ConditionReader.SYN_CAP : ConditionReader.LISTEN_LIMIT;
  }

  private static void optional(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  static void texts(JsonGenerator json, String name, List<String> values) throws IOException {
    if (!values.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String value : values) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
  }
}
