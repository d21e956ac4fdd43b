package dev.socketfleet.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.common.states.StateSystem;
import org.junit.jupiter.api.Test;

class LinuxTcpStateTest {

  @Test
  void agreesWithTheStateDictionary() {
    StateDictionary dictionary = StateDictionary.load();
    for (int number = 0; number < 20; number++) {
      assertThat(LinuxTcpState.of(number, 0))
          .as("state %d", number)
          .isEqualTo(dictionary.ofNumber(StateSystem.LINUX_KERNEL, number));
    }
  }

  @Test
  void aClosedSocketThatHoldsAPortIsBound() {
    assertThat(LinuxTcpState.of(7, 8080)).isEqualTo(SocketState.BOUND);
    assertThat(LinuxTcpState.of(7, 0)).isEqualTo(SocketState.CLOSED);
  }

  @Test
  void aNumberThatNoKernelDefinesIsUnknown() {
    assertThat(LinuxTcpState.of(-1, 0)).isEqualTo(SocketState.UNKNOWN);
    assertThat(LinuxTcpState.of(0, 0)).isEqualTo(SocketState.UNKNOWN);
    assertThat(LinuxTcpState.of(14, 0)).isEqualTo(SocketState.UNKNOWN);
    assertThat(LinuxTcpState.of(Integer.MAX_VALUE, 0)).isEqualTo(SocketState.UNKNOWN);
  }
}
