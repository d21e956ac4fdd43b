package dev.socketfleet.collector.text;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.states.StateSystem;
import java.util.HashMap;
import java.util.Map;

/** The states of one system by the words that it prints. Owned by one thread. */
final class StateWords {

  /** Words that repeat are looked up once; more different ones than this are noise. */
  private static final int REMEMBERED = 256;

  private final StateDictionary dictionary;
  private final StateSystem system;
  private final Map<String, SocketState> remembered = new HashMap<>();

  StateWords(StateDictionary dictionary, StateSystem system) {
    this.dictionary = dictionary;
    this.system = system;
  }

  /** The state, {@link SocketState#UNKNOWN} for every other word. */
  SocketState of(String word) {
    SocketState known = remembered.get(word);
    if (known != null) {
      return known;
    }
    SocketState state = dictionary.ofName(system, word);
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
}
