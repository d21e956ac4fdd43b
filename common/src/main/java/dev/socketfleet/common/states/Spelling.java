package dev.socketfleet.common.states;

import dev.socketfleet.common.model.SocketState;
import java.util.List;
import java.util.Optional;

/**
 * How one system writes one state.
 *
 * @param names as written there, the printed one first; empty where the state has no name
 * @param numbers raw codes that mean this state; empty where the system has none
 * @param shownAs the state whose name the system's rows carry in place of this one's
 */
public record Spelling(
    StateSystem system,
    List<String> names,
    List<Integer> numbers,
    Optional<SocketState> shownAs,
    Optional<String> note) {

  public Spelling {
    names = List.copyOf(names);
    numbers = List.copyOf(numbers);
  }
}
