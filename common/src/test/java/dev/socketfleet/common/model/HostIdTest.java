package dev.socketfleet.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "web-17", "db.eu1.example.net", "fe80::1", "A_b:9", "..", "-"})
  void acceptsNamesAddressesAndIds(String host) {
    assertThat(HostId.require(host)).isSameAs(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "web 17", "web/17", "web17\n", "wéb", "a\u0000", "*", "a,b"})
  void refusesWhatCannotBeAKeyAndAPath(String host) {
    assertThat(HostId.isValid(host)).isFalse();
  }

  @Test
  void endsAtTheLengthOfADnsName() {
    assertThat(HostId.isValid("a".repeat(253))).isTrue();
    assertThat(HostId.isValid("a".repeat(254))).isFalse();
  }

  @Test
  void namesTheTextWithoutItsEscapes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostId.require("web\u001b[31m\n"))
        .withMessage("host was 'web?[31m?' but it must be 1 to 253 of A-Z a-z 0-9 . _ : -");
  }
}
