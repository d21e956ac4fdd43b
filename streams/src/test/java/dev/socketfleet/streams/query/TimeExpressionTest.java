package dev.socketfleet.streams.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeExpressionTest {

  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @Test
  void understandsRelativeAndAbsoluteTimes() {
    assertThat(TimeExpression.parse("now", NOW)).isEqualTo(NOW);
    assertThat(TimeExpression.parse("-15m", NOW)).isEqualTo(NOW.minusSeconds(900));
    assertThat(TimeExpression.parse("-0s", NOW)).isEqualTo(NOW);
    assertThat(TimeExpression.parse("2026-11-23T07:00:00Z", NOW)).isEqualTo(NOW.minusSeconds(3600));
    assertThat(TimeExpression.parse("2026-11-23T08:00:00+01:00", NOW))
        .isEqualTo(NOW.minusSeconds(3600));
  }

  @Test
  void namesTheAcceptedForms() {
    for (String text :
        new String[] {"", "yesterday", "-15", "15m", "2026-11-23", "-999999999999d"}) {
      assertThatThrownBy(() -> TimeExpression.parse(text, NOW))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'"
                  + text
                  + "' is no time: use now, one relative to it as in -15m, or ISO-8601 as in"
                  + " 2026-11-23T08:00:00Z");
    }
  }
}
