package dev.socketfleet.collector.source.text;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.Spelling;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.states.StateEntry;
import dev.socketfleet.common.states.StateSystem;
import java.util.HashMap;
import java.util.Map;

/**
 * The states of one system by the words that it prints. Names in the language of the system are
 * found even when the letters beyond ASCII were lost on the way ({@code ABH?REN}).
 */
final class StateWords {

  /** Words that repeat are looked up once; more different ones than this are noise. */
  private static final int REMEMBERED = 256;

  private final StateDictionary dictionary;
  private final StateSystem system;
  private final Map<String, SocketState> localized = new HashMap<>();
  private final Map<String, SocketState> remembered = new HashMap<>();

  StateWords(StateDictionary dictionary, StateSystem system) {
    this.dictionary = dictionary;
    this.system = system;
    for (StateEntry entry : dictionary.entries()) {
      for (Spelling spelling : entry.spellings()) {
        if (spelling.system() == system) {
          spelling.names().stream()
              .filter(name -> !isAscii(name))
              .forEach(name -> localized.put(masked(name), entry.state()));
        }
      }
    }
  }

  /** The state, {@link SocketState#UNKNOWN} for every other word. */
  SocketState of(String word) {
    SocketState known = remembered.get(word);
    if (known != null) {
      return known;
    }
    SocketState state = find(word);
    if (remembered.size() < REMEMBERED) {
      remembered.put(word, state);
    }
    return state;
  }

  boolean isState(String word) {
    return of(word) != SocketState.UNKNOWN;
  }

  /** The state of a number of this system. */
  SocketState ofNumber(int number) {
    return dictionary.ofNumber(system, number);
  }

  private SocketState find(String word) {
    SocketState state = dictionary.ofName(system, word);
    return state == SocketState.UNKNOWN && !localized.isEmpty()
        ? localized.getOrDefault(masked(word), SocketState.UNKNOWN)
        : state;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** One question mark for each run of what is not ASCII or stands for it. */
  private static String masked(String word) {
    StringBuilder mask = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= 0x80 || c == '?') {
        if (mask.length() == 0 || mask.charAt(mask.length() - 1) != '?') {
          mask.append('?');
        }
      } else {
        mask.append(c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
      }
    }
    return mask.toString();
  }
}
