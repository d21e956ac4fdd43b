package dev.socketfleet.common.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The content of {@code states.json} as types. Its shape is {@code states.schema.json}. */
record StateDocument(
    List<Note> notes,
    List<SystemEntry> systems,
    List<Numbering> numberings,
    Map<String, List<SocketState>> combined,
    List<StateEntry> entries,
    List<Subject> subjects) {

  StateDocument {
    for (SocketState state : SocketState.values()) {
      if (entries.size() <= state.code() || entries.get(state.code()).state() != state) {
        throw new IllegalStateException(
            "states.json: item %d must be %s".formatted(state.code(), state.wireName()));
      }
    }
  }

  static ObjectNode tree(byte[] bytes) {
    try {
      return (ObjectNode) new JsonMapper().readTree(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("states.json is not JSON", e);
    }
  }

  static StateDocument read(byte[] bytes) {
    JsonNode root = tree(bytes);
    return new StateDocument(
        list(root, "notes", StateDocument::note),
        list(root, "systems", StateDocument::system),
        list(root, "numberings", it -> new Numbering(text(it, "id"), text(it, "note"))),
        combined(root),
        list(root, "items", StateDocument::entry),
        list(root, "subjects", StateDocument::subject));
  }

  private static Note note(JsonNode node) {
    return new Note(text(node, "id"), text(node, "title"), text(node, "text"));
  }

  private static SystemEntry system(JsonNode node) {
    return new SystemEntry(
        systemOf(text(node, "id")),
        text(node, "title"),
        text(node, "source"),
        optional(node, "numbering"),
        optional(node, "note"));
  }

  private static Map<String, List<SocketState>> combined(JsonNode root) {
    Map<String, List<SocketState>> combined = new LinkedHashMap<>();
    for (JsonNode node : field(root, "combined")) {
      combined.put(text(node, "spelling"), list(node, "states", it -> stateOf(it.textValue())));
    }
    return combined;
  }

  private static StateEntry entry(JsonNode node) {
    return new StateEntry(
        stateOf(text(node, "state")),
        text(node, "title"),
        field(node, "rfcState").booleanValue(),
        text(node, "definition"),
        text(node, "reference"),
        sideOf(text(node, "side")),
        text(node, "sideNote"),
        list(node, "peer", it -> stateOf(it.textValue())),
        text(node, "lifetime"),
        list(node, "next", it -> new Transition(stateOf(text(it, "state")), text(it, "when"))),
        list(node, "spellings", StateDocument::spelling),
        guidance(node));
  }

  private static Subject subject(JsonNode node) {
    return new Subject(
        text(node, "id"), text(node, "title"), text(node, "definition"), guidance(node));
  }

  private static Spelling spelling(JsonNode node) {
    return new Spelling(
        systemOf(text(node, "system")),
        list(node, "names", JsonNode::textValue),
        list(node, "numbers", JsonNode::intValue),
        optional(node, "shownAs").map(StateDocument::stateOf),
        optional(node, "note"));
  }

  private static Guidance guidance(JsonNode node) {
    JsonNode excess = field(node, "excess");
    return new Guidance(
        text(excess, "meaning"),
        text(excess, "explanation"),
        list(node, "counters", StateDocument::reading),
        list(node, "limits", StateDocument::reading),
        list(node, "checks", StateDocument::check),
        list(node, "rules", JsonNode::textValue));
  }

  private static Reading reading(JsonNode node) {
    return new Reading(text(node, "name"), text(node, "tells"));
  }

  private static Check check(JsonNode node) {
    return new Check(platformOf(text(node, "platform")), text(node, "text"), text(node, "command"));
  }

  private static SocketState stateOf(String wireName) {
    return SocketState.ofWireName(wireName).orElseThrow(() -> broken("state", wireName));
  }

  private static StateSystem systemOf(String wireName) {
    return StateSystem.ofWireName(wireName).orElseThrow(() -> broken("system", wireName));
  }

  private static Side sideOf(String wireName) {
    return one(Side.values(), Side::wireName, "side", wireName);
  }

  private static Platform platformOf(String wireName) {
    return one(Platform.values(), Platform::wireName, "platform", wireName);
  }

  private static <T> T one(
      T[] values, Function<T, String> wireName, String field, String searched) {
    for (T value : values) {
      if (wireName.apply(value).equals(searched)) {
        return value;
      }
    }
    throw broken(field, searched);
  }

  private static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> element) {
    List<T> list = new ArrayList<>();
    field(node, name).forEach(it -> list.add(element.apply(it)));
    return List.copyOf(list);
  }

  private static String text(JsonNode node, String name) {
    return optional(node, name).orElseThrow(() -> broken("field", name));
  }

  private static Optional<String> optional(JsonNode node, String name) {
    return Optional.ofNullable(node.path(name).textValue());
  }

  private static JsonNode field(JsonNode node, String name) {
    if (!node.has(name)) {
      throw broken("field", name);
    }
    return node.path(name);
  }

  private static IllegalStateException broken(String what, String value) {
    return new IllegalStateException(
        "states.json: %s '%s' is unknown or missing".formatted(what, value));
  }
}
