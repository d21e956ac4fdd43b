package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.text.DisplayWidth;
import dev.socketfleet.common.text.TextTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private static Terminal with(String... environment) {
    Map<String, String> all = new HashMap<>(Map.of("TERM", "xterm", "LANG", "en_GB.UTF-8"));
    for (int i = 0; i < environment.length; i += 2) {
      all.put(environment[i], environment[i + 1]);
    }
    return Terminal.of(80, 24, all);
  }

  private static List<String> alerts(Terminal terminal) {
    TextTable table = new TextTable("STATUS", "SUMMARY");
    table.add("firing", "web-17\u001b[31m \u009b2J " + "sockets ".repeat(20));
    return terminal.lines(table);
  }

  @Test
  void coloursOnlyATerminalThatWantsThem() {
    assertThat(alerts(with()).get(1)).startsWith("\u001b[31mfiring\u001b[0m  web-17?[31m ?2J ");
    for (Terminal plain :
        List.of(
            with("NO_COLOR", "1"),
            with("TERM", "dumb"),
            with("TERM", ""),
            Terminal.of(0, 0, Map.of()))) {
      assertThat(alerts(plain).get(1)).startsWith("firing  web-17?[31m ?2J ");
    }
    assertThat(with("NO_COLOR", "").colour()).as("empty means that it is not set").isTrue();
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    for (int columns : List.of(1, 20, 80, 120)) {
      assertThat(alerts(with("NO_COLOR", "1").resized(columns, 24)))
          .allMatch(line -> DisplayWidth.of(line) <= columns);
    }
  }

  @Test
  void aFileGetsEverything() {
    assertThat(alerts(Terminal.of(0, 0, Map.of())).get(1)).hasSizeGreaterThan(150);
  }

  @Test
  void theLocaleDecidesAboutMoreThanAscii() {
    assertThat(with().ellipsis()).isEqualTo("\u2026");
    assertThat(with("LC_ALL", "C").unicode()).isFalse();
    assertThat(with("LC_CTYPE", "POSIX").unicode()).isFalse();
    assertThat(with("LANG", "de_DE.ISO-8859-1").unicode()).isFalse();
    assertThat(with("LC_ALL", "", "LANG", "C.utf8").unicode()).isTrue();
    assertThat(with("LANG", "").ellipsis()).isEqualTo("...");
  }

  @Test
  void wrapsAtWordsBesideAnIndent() {
    Terminal terminal = with().resized(30, 24);
    assertThat(terminal.wrapped("one two three four five six", 10))
        .containsExactly("one two three four", "five six");
    assertThat(terminal.wrapped("", 10)).containsExactly("");
    assertThat(Terminal.of(0, 0, Map.of()).wrapped("a ".repeat(99), 10)).hasSize(1);
  }
}
