package dev.socketfleet.common.states;

import dev.socketfleet.common.model.SocketState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds states by name and by number. Filled once, then only read. */
final class StateNames {

  private final Map<String, Set<SocketState>> byName = new HashMap<>();
  private final Map<StateSystem, Map<String, SocketState>> bySystemAndName =
      new EnumMap<>(StateSystem.class);
  private final Map<StateSystem, Map<Integer, SocketState>> bySystemAndNumber =
      new EnumMap<>(StateSystem.class);

  StateNames(List<StateEntry> entries) {
    for (StateSystem system : StateSystem.values()) {
      bySystemAndName.put(system, new HashMap<>());
      bySystemAndNumber.put(system, new TreeMap<>());
    }
    for (StateEntry entry : entries) {
      add(entry.state().wireName(), entry.state());
      entry.spellings().forEach(spelling -> add(entry.state(), spelling));
    }
  }

  private void add(SocketState state, Spelling spelling) {
    for (String name : spelling.names()) {
      add(name, state);
      putOnce(bySystemAndName, spelling.system(), key(name), state);
    }
    for (Integer number : spelling.numbers()) {
      putOnce(bySystemAndNumber, spelling.system(), number, state);
    }
  }

  void add(String name, SocketState state) {
    byName.computeIfAbsent(key(name), unused -> EnumSet.noneOf(SocketState.class)).add(state);
  }

  private static <K> void putOnce(
      Map<StateSystem, Map<K, SocketState>> map, StateSystem system, K key, SocketState state) {
    SocketState before = map.getOrDefault(system, Map.of()).putIfAbsent(key, state);
    if (before != null && before != state) {
      throw new IllegalStateException(
          "states.json: %s of %s means both %s and %s"
              .formatted(key, system.wireName(), before.wireName(), state.wireName()));
    }
  }

  Optional<Set<SocketState>> find(String name) {
    return Optional.ofNullable(byName.get(key(name))).map(EnumSet::copyOf);
  }

  SocketState ofName(StateSystem system, String name) {
    String key = key(name);
    SocketState own = bySystemAndName.getOrDefault(system, Map.of()).get(key);
    if (own != null) {
      return own;
    }
    Set<SocketState> anywhere = byName.getOrDefault(key, Set.of());
    return anywhere.size() == 1 ? anywhere.iterator().next() : SocketState.UNKNOWN;
  }

  SocketState ofNumber(StateSystem system, int number) {
    return bySystemAndNumber
        .getOrDefault(system, Map.of())
        .getOrDefault(number, SocketState.UNKNOWN);
  }

  Set<String> keys() {
    return byName.keySet();
  }

  /**
   * What all spellings of one name have in common: upper case, without hyphens, underscores and
   * white space, without a number in brackets at the end. ASCII only, so that no locale and no
   * look-alike letter changes it.
   */
  static String key(String name) {
    String bare = withoutNumber(name.strip());
    StringBuilder key = new StringBuilder(bare.length());
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if (c != '-' && c != '_' && !Character.isWhitespace(c)) {
        key.append(c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
      }
    }
    return key.toString();
  }

  private static String withoutNumber(String name) {
    int open = name.lastIndexOf('(');
    boolean numbered =
        open > 0
            && name.endsWith(")")
            && isNumber(name.substring(open + 1, name.length() - 1).strip());
    return numbered ? name.substring(0, open) : name;
  }

  /** Decimal digits with or without a sign. */
  static boolean isNumber(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    return text.length() > start && text.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
  }
}
