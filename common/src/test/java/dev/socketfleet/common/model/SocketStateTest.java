package dev.socketfleet.common.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SocketStateTest {

  @Test
  void codesAreDenseAndLeadBackToTheirState() {
    for (int code = 0; code < SocketState.COUNT; code++) {
      assertThat(SocketState.ofCode(code).code()).isEqualTo(code);
    }
    assertThat(SocketState.values()).hasSize(SocketState.COUNT);
  }

  @Test
  void wireNamesLeadBackToTheirState() {
    for (SocketState state : SocketState.values()) {
      assertThat(SocketState.ofWireName(state.wireName())).contains(state);
    }
    assertThat(SocketState.ofWireName("CLOSE_WAIT")).isEmpty();
  }
}
