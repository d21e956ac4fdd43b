package dev.socketfleet.common.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000", "\n", "\r", "\t", "\u001b", "\u007f", "\u009b", // control, CSI as one character
        "\u202a", "\u202e", "\u2066", "\u2069", "\u200f", "\u061c", // direction
        "\u200b", "\u2060", "\ufeff", "\u00ad", // invisible
        "\u2028", "\u2029", // line and paragraph
        "\ud800", "\udfff", // halves of surrogate pairs
        "\ue000", "\u0378", // private use, unassigned
      })
  void replacesWhatATerminalWouldActOnOrNotShow(String character) {
    assertThat(Quoted.of("a" + character + "b")).isEqualTo("a?b");
  }

  @Test
  void keepsPrintableTextOfAnyLanguage() {
    String text = "nginx é ß 日本語 кот \"'<&>\\ ~";
    assertThat(Quoted.of(text)).isEqualTo(text);
  }

  @Test
  void replacesPairsBeyondTheBasicPlaneHalfByHalf() {
    assertThat(Quoted.of("a\ud83d\ude00b")).isEqualTo("a??b");
  }

  @Test
  void cutsAtEightyCharactersAndMarksTheCut() {
    assertThat(Quoted.of("x".repeat(80))).isEqualTo("x".repeat(80));
    assertThat(Quoted.of("x".repeat(81))).isEqualTo("x".repeat(80) + "...");
    assertThat(Quoted.of("abc", 2)).isEqualTo("ab...");
    assertThat(Quoted.of("")).isEmpty();
  }
}
