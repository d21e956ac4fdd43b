package dev.socketfleet.common.states;

import dev.socketfleet.common.model.SocketState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  static StateDocument read(byte[] bytes) {
    DocumentNode root = DocumentNode.read(bytes);
    return new StateDocument(
        each(root.nodes("notes"), StateDocument::note),
        each(root.nodes("systems"), StateDocument::system),
        each(root.nodes("numberings"), it -> new Numbering(it.text("id"), it.text("note"))),
        combined(root),
        each(root.nodes("items"), StateDocument::entry),
        each(root.nodes("subjects"), StateDocument::subject));
  }

  private static Note note(DocumentNode node) {
    return new Note(node.text("id"), node.text("title"), node.text("text"));
  }

  private static SystemEntry system(DocumentNode node) {
    return new SystemEntry(
        systemOf(node.text("id")),
        node.text("title"),
        node.text("source"),
        node.optional("numbering"),
        node.optional("note"));
  }

  private static Map<String, List<SocketState>> combined(DocumentNode root) {
    Map<String, List<SocketState>> combined = new LinkedHashMap<>();
    for (DocumentNode node : root.nodes("combined")) {
      combined.put(node.text("spelling"), each(node.texts("states"), StateDocument::stateOf));
    }
    return combined;
  }

  private static StateEntry entry(DocumentNode node) {
    return new StateEntry(
        stateOf(node.text("state")),
        node.text("title"),
        node.truth("rfcState"),
        node.text("definition"),
        node.text("reference"),
        sideOf(node.text("side")),
        node.text("sideNote"),
        each(node.texts("peer"), StateDocument::stateOf),
        node.text("lifetime"),
        each(node.nodes("next"), it -> new Transition(stateOf(it.text("state")), it.text("when"))),
        each(node.nodes("spellings"), StateDocument::spelling),
        guidance(node));
  }

  private static Subject subject(DocumentNode node) {
    return new Subject(
        node.text("id"), node.text("title"), node.text("definition"), guidance(node));
  }

  private static Spelling spelling(DocumentNode node) {
    return new Spelling(
        systemOf(node.text("system")),
        node.texts("names"),
        node.integers("numbers"),
        node.optional("shownAs").map(StateDocument::stateOf),
        node.optional("note"));
  }

  private static Guidance guidance(DocumentNode node) {
    DocumentNode excess = node.node("excess");
    return new Guidance(
        excess.text("meaning"),
        excess.text("explanation"),
        each(node.nodes("counters"), StateDocument::reading),
        each(node.nodes("limits"), StateDocument::reading),
        each(node.nodes("checks"), StateDocument::check),
        node.texts("rules"));
  }

  private static Reading reading(DocumentNode node) {
    return new Reading(node.text("name"), node.text("tells"));
  }

  private static Check check(DocumentNode node) {
    return new Check(platformOf(node.text("platform")), node.text("text"), node.text("command"));
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

  private static <T, R> List<R> each(List<T> values, Function<T, R> read) {
    return values.stream().map(read).toList();
  }

  private static IllegalStateException broken(String what, String value) {
    return new IllegalStateException("states.json: no %s is called '%s'".formatted(what, value));
  }
}
