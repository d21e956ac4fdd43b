package dev.socketfleet.common.states;

import dev.socketfleet.common.model.SocketState;
import java.util.List;

/**
 * Everything known about one state.
 *
 * @param title the name in RFC 9293, for example {@code CLOSE-WAIT}
 * @param rfcState whether RFC 9293 knows it; false for {@code bound} and {@code unknown}
 * @param reference the section or header that defines it
 * @param side which end of a connection can be in it
 * @param peer states in which the other end usually is
 * @param lifetime how long a socket normally stays, and what ends it
 * @param next the ways out
 * @param spellings by system, in the order of {@link StateSystem}
 * @param guidance what an excess means
 */
public record StateEntry(
    SocketState state,
    String title,
    boolean rfcState,
    String definition,
    String reference,
    Side side,
    String sideNote,
    List<SocketState> peer,
    String lifetime,
    List<Transition> next,
    List<Spelling> spellings,
    Guidance guidance) {

  public StateEntry {
    peer = List.copyOf(peer);
    next = List.copyOf(next);
    spellings = List.copyOf(spellings);
  }
}
