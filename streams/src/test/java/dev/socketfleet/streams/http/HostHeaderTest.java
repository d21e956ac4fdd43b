package dev.socketfleet.streams.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostHeaderTest {

  private final HostHeader loopback = new HostHeader(HttpSettings.loopback(8088));

  @Test
  void namesOfLoopbackPass() {
    for (String header :
        List.of("127.0.0.1:8088", "localhost:8088", "LOCALHOST", "[::1]:8088", "[::1]")) {
      assertThatCode(() -> loopback.check(header)).doesNotThrowAnyException();
    }
  }

  @Test
  void aNameThatWasPointedToLoopbackDoesNot() {
    assertThatThrownBy(() -> loopback.check("rebound.example:8088"))
        .isInstanceOf(ApiException.class)
        .hasMessage("the header Host was 'rebound.example' but this API is only for this machine");
    assertThatThrownBy(() -> loopback.check(null)).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> loopback.check("localhost.example")).isInstanceOf(ApiException.class);
  }

  @Test
  void anyNamePassesWhereEveryoneMayRead() {
    HostHeader open = new HostHeader(HttpSettings.loopback(8088).open("0.0.0.0"));

    assertThatCode(() -> open.check("fleet.example")).doesNotThrowAnyException();
  }
}
