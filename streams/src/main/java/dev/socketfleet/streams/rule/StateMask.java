package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A set of states as bits at their codes. */
public record StateMask(int bits) {

  static StateMask of(List<SocketState> states) {
    int bits = 0;
    for (SocketState state : states) {
      bits |= 1 << state.code();
    }
    return new StateMask(bits);
  }

  /** Sockets in any of the states. */
  public long count(StateCounts counts) {
    long sum = 0;
    for (int rest = bits; rest != 0; rest &= rest - 1) {
      sum += counts.count(Integer.numberOfTrailingZeros(rest));
    }
    return sum;
  }

  /** The states in the order of their codes. */
  public List<SocketState> states() {
    List<SocketState> states = new ArrayList<>();
    for (int rest = bits; rest != 0; rest &= rest - 1) {
      states.add(SocketState.ofCode(Integer.numberOfTrailingZeros(rest)));
    }
    return states;
  }

  /** The state, when it is exactly one. */
  public Optional<SocketState> only() {
    return Integer.bitCount(bits) == 1
        ? Optional.of(SocketState.ofCode(Integer.numberOfTrailingZeros(bits)))
        : Optional.empty();
  }
}
