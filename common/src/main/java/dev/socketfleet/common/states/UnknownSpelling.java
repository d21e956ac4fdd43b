package dev.socketfleet.common.states;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.SocketState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what is wrong with a typed state, and what was probably meant. */
final class UnknownSpelling {

  private static final int MAX_SUGGESTIONS = 3;

  /** Longer input is no typing error of a state, and its distance not worth the time. */
  private static final int MAX_COMPARED = 40;

  private final StateNames names;
  private final String typed;

  UnknownSpelling(StateNames names, String typed) {
    this.names = names;
    this.typed = typed.strip();
  }

  String message() {
    String problem = "state was '" + Quoted.of(typed) + "' but it must be one of " + accepted();
    if (StateNames.isNumber(typed)) {
      return problem + ". A number means another state on each system" + meanings() + ".";
    }
    List<String> nearest = nearest();
    return problem
        + ", or any system's spelling of one."
        + (nearest.isEmpty() ? "" : " Did you mean " + String.join(" or ", nearest) + "?");
  }

  private static String accepted() {
    return String.join(", ", StateDictionary.wireNames());
  }

  /** What the number means where, for example {@code : 4 is fin_wait_1 on linux-kernel, ...}. */
  private String meanings() {
    if (typed.length() > 4) {
      return "";
    }
    int number = Integer.parseInt(typed);
    Map<SocketState, List<String>> systems = new TreeMap<>();
    for (StateSystem system : StateSystem.values()) {
      SocketState state = names.ofNumber(system, number);
      if (state != SocketState.UNKNOWN) {
        systems.merge(state, List.of(system.wireName()), UnknownSpelling::joined);
      }
    }
    return systems.entrySet().stream()
        .map(it -> it.getKey().wireName() + " on " + String.join(" and ", it.getValue()))
        .collect(Collectors.joining(", ", systems.isEmpty() ? "" : ": " + number + " is ", ""));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Wire names of the states whose spellings are closest, the closest first. */
  private List<String> nearest() {
    String key = StateNames.key(typed);
    if (key.isEmpty() || key.length() > MAX_COMPARED) {
      return List.of();
    }
    int allowed = Math.max(1, key.length() / 3);
    return names.keys().stream()
        .map(name -> Map.entry(EditDistance.between(key, name), name))
        .filter(it -> it.getKey() <= allowed)
        .sorted(Map.Entry.<Integer, String>comparingByKey().thenComparing(Map.Entry::getValue))
        .flatMap(it -> names.find(it.getValue()).orElse(Set.of()).stream())
        .map(SocketState::wireName)
        .distinct()
        .limit(MAX_SUGGESTIONS)
        .toList();
  }
}
