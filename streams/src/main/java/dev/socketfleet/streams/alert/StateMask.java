package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A set of states as bits at their codes. */
record StateMask(int bits) {

  static StateMask of(List<SocketState> states) {
    int bits = 0;
    for (SocketState state : states) {
      bits |= 1 << state.code();
    }
    return new StateMask(bits);
  }

  long count(StateCounts counts) {
    long sum = 0;
    for (int rest = bits; rest != 0; rest &= rest - 1) {
      sum += counts.count(Integer.numberOfTrailingZeros(rest));
    }
    return sum;
  }

  List<SocketState> states() {
    List<SocketState> states = new ArrayList<>();
    for (int rest = bits; rest != 0; rest &= rest - 1) {
      states.add(SocketState.ofCode(Integer.numberOfTrailingZeros(rest)));
    }
    return states;
  }

  /** The state, when it is exactly one. */
  Optional<SocketState> only() {
    return Integer.bitCount(bits) == 1
        ? Optional.of(SocketState.ofCode(Integer.numberOfTrailingZeros(bits)))
        : Optional.empty();
  }
}
