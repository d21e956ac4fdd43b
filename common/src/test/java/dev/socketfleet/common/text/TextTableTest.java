package dev.socketfleet.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static TextTable hosts() {
    TextTable table = new TextTable("HOST", "SEEN", "SOURCE", "N", "SOCKETS").yielding("SOURCE");
    table.add("web-17.eu.example.net", "3s", "netlink", 1200, "established 1000, listen 200");
    return table;
  }

  private static List<String> at(TextTable table, int columns) {
    return table.lines(columns, "~", UnaryOperator.identity());
  }

  @Test
  void theWidestTextGivesWayFirstAndNumbersStayWhole() {
    assertThat(at(hosts(), 60))
        .containsExactly(
            "HOST                 SEEN  SOURCE      N  SOCKETS",
            "web-17.eu.example.~  3s    netlink  1200  established 1000,~");
  }

  @Test
  void whatTheTableCanBeReadWithoutGoesBeforeTheRestGetsTooNarrow() {
    assertThat(at(hosts(), 44))
        .containsExactly(
            "HOST             SEEN     N  SOCKETS", "web-17.eu.exam~  3s    1200  established 10~");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 13, 20, 40, 80})
  void noLineIsEverWiderThanTheTerminal(int columns) {
    TextTable table = new TextTable("NAME", "NUMBER", "OTHER").yielding("OTHER");
    for (String name :
        List.of("", "x", "\u6f22\u5b57\u6f22\u5b57".repeat(9), "web-17 ".repeat(9))) {
      table.add(name, 1_234_567_890_123L, "\u6f22" + name);
    }
    assertThat(at(table, columns)).hasSize(5).allMatch(line -> DisplayWidth.of(line) <= columns);
  }

  @Test
  void wideCharactersTakeTwoColumnsAndMarksNone() {
    TextTable table = new TextTable("NAME", "N");
    table.add("\u6f22\u5b57", 1);
    table.add("e\u0301", 2);
    assertThat(table.lines()).containsExactly("NAME  N", "\u6f22\u5b57  1", "e\u0301     2");
    assertThat(DisplayWidth.cut("\u6f22\u5b57", 3, "~")).isEqualTo("\u6f22~");
  }

  @Test
  void paintTakesNoRoom() {
    TextTable table = new TextTable("A", "B");
    table.add("up", 1);
    assertThat(table.lines(80, "~", cell -> cell.equals("up") ? "<up>" : cell))
        .containsExactly("A   B", "<up>  1");
  }
}
