package dev.socketfleet.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void alignsTextLeftAndNumbersRight() {
    TextTable table = new TextTable("HOST", "COUNT");
    table.add("a", 7);
    table.add("web-17", 1200);
    assertThat(table.lines()).containsExactly("HOST    COUNT", "a           7", "web-17   1200");
  }

  @Test
  void theHeaderOfAColumnOfNumbersStandsAboveThem() {
    TextTable table = new TextTable("HOST", "N", "QUEUE");
    table.add("a", 1200, "");
    table.add("b", "", "2/511");
    assertThat(table.lines())
        .containsExactly("HOST     N  QUEUE", "a     1200", "b           2/511");
  }

  @Test
  void controlCharactersNeverReachTheTerminal() {
    TextTable table = new TextTable("HOST");
    table.add("x\u001b[31m\n");
    assertThat(table.lines()).containsExactly("HOST", "x?[31m?");
  }
}
