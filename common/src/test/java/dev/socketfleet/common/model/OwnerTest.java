package dev.socketfleet.common.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnerTest {

  @Test
  void cutsNamesThatNoSystemHas() {
    assertThat(new Owner(OwnerKind.UNIT, "x".repeat(300)).name()).isEqualTo("x".repeat(256));
    assertThat(new OwnerProcess(1, "x".repeat(300)).name()).isEqualTo("x".repeat(256));
  }

  @Test
  void neverKeepsHalfASurrogatePair() {
    assertThat(new Owner(OwnerKind.UNIT, "x".repeat(255) + "\ud83d\ude00").name())
        .isEqualTo("x".repeat(255) + "?");
    assertThat(new Owner(OwnerKind.PROCESS, "\ud800a").name()).isEqualTo("?a");
    assertThat(new Owner(OwnerKind.PROCESS, "\ud83d\ude00").name()).isEqualTo("\ud83d\ude00");
  }

  @Test
  void printsKindAndPrintableName() {
    assertThat(new Owner(OwnerKind.UNIT, "a\u001b[0m.service")).hasToString("unit a?[0m.service");
    assertThat(Owner.NONE).hasToString("none");
  }
}
