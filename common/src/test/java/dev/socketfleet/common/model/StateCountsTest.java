package dev.socketfleet.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateCountsTest {

  private static final StateCounts TWO_LISTEN = StateCounts.of(SocketState.LISTEN, 2);
  private static final StateCounts THREE_BOUND = StateCounts.of(SocketState.BOUND, 3);

  @Test
  void addsStateByState() {
    StateCounts sum = TWO_LISTEN.plus(THREE_BOUND).plus(TWO_LISTEN);
    assertThat(sum.count(SocketState.LISTEN)).isEqualTo(4);
    assertThat(sum.count(SocketState.BOUND)).isEqualTo(3);
    assertThat(sum.count(SocketState.ESTABLISHED)).isZero();
    assertThat(sum.total()).isEqualTo(7);
    assertThat(TWO_LISTEN.total()).isEqualTo(2);
  }

  @Test
  void doesNotChangeWithTheArrayItWasMadeFrom() {
    long[] numbers = new long[SocketState.COUNT];
    StateCounts counts = StateCounts.of(numbers);
    numbers[0] = 5;
    assertThat(counts).isEqualTo(StateCounts.EMPTY).hasSameHashCodeAs(StateCounts.EMPTY);
  }

  @Test
  void visitsOnlyStatesWithSockets() {
    List<String> seen = new ArrayList<>();
    TWO_LISTEN.plus(THREE_BOUND).forEach((state, count) -> seen.add(state + " " + count));
    assertThat(seen).containsExactly("LISTEN 2", "BOUND 3");
  }

  @Test
  void printsWireNames() {
    assertThat(TWO_LISTEN.plus(THREE_BOUND)).hasToString("{listen=2, bound=3}");
    assertThat(StateCounts.EMPTY).hasToString("{}");
  }

  @Test
  void refusesNegativeCountsAndForeignArrays() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateCounts.of(SocketState.CLOSE_WAIT, -1))
        .withMessage("counts.close_wait was -1 but it must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateCounts.of(new long[11]))
        .withMessage("counts had 11 numbers but there are 13 states");
  }
}
