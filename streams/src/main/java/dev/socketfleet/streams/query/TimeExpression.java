package dev.socketfleet.streams.query;

import dev.socketfleet.common.config.DurationText;
import dev.socketfleet.common.model.Quoted;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Points in time as people write them: {@code now}, {@code -15m} before it, or ISO-8601 with an
 * offset.
 */
public final class TimeExpression {

  private TimeExpression() {}

  /**
   * The point in time.
   *
   * @param now what relative ones count from
   * @throws IllegalArgumentException with the text and the accepted forms
   */
  public static Instant parse(String text, Instant now) {
    try {
      if (text.equals("now")) {
        return now;
      }
      if (text.startsWith("-")) {
        return now.minus(
            DurationText.parse(text.substring(1)).orElseThrow(() -> wrong(text, null)));
      }
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong(text, e);
    }
  }

  private static IllegalArgumentException wrong(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "'%s' is no time: use now, one relative to it as in -15m, or ISO-8601 as in %s"
            .formatted(Quoted.of(text), "2026-11-23T08:00:00Z"),
        cause);
  }
}
