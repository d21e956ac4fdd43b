package dev.socketfleet.streams.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void escapesWhateverCouldLeaveTextOrAttribute() {
    assertThat(new Html().text("<img src=x onerror='a&b' \"`>").toString())
        .isEqualTo("&lt;img src=x onerror=&#39;a&amp;b&#39; &quot;&#96;&gt;");
  }

  @Test
  void replacesControlAndDirectionCharacters() {
    assertThat(new Html().text("a\u0000b\u001b[31mc\u202ed\ne").toString())
        .isEqualTo("a?b?[31mc?d?e");
  }

  @Test
  void cutsLongTexts() {
    assertThat(new Html().text("x".repeat(1_000)).toString()).isEqualTo("x".repeat(300) + "...");
  }
}
