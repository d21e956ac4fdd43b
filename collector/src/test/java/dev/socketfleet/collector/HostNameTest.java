package dev.socketfleet.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.HostId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNameTest {

  @ParameterizedTest
  @CsvSource({
    "'web-17\n', web-17",
    "WEB-17.Example.ORG, web-17.example.org",
    "my host_1/ä, my-host_1--",
    "(none), -none-",
    "'', localhost"
  })
  void becomesAHostId(String name, String id) {
    assertThat(HostName.sanitize(name)).isEqualTo(id);
  }

  @Test
  void isNeverTooLong() {
    assertThat(HostName.sanitize("x".repeat(300))).hasSize(HostId.MAX_LENGTH);
  }

  @Test
  void ofThisMachineIsValid() {
    assertThat(HostId.isValid(HostName.find())).isTrue();
  }
}
