package dev.socketfleet.deploy.backtest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Times as series of measurements have them: {@code 2015-03-03 21:00:00}, with {@code T}, with a
 * fraction, with an offset or without (then it is UTC), a date alone, or seconds or milliseconds
 * since 1970.
 */
final class Timestamps {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,13}(\\.\\d{1,9})?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern OFFSET = Pattern.compile(".*(Z|[+-]\\d{2}:?\\d{2})");

  /** More seconds than this are milliseconds: it is the year 5138. */
  private static final double MOST_SECONDS = 1e11;

  private Timestamps() {}

  /** Milliseconds since the epoch; empty for what is no time. */
  static Optional<Long> parse(String text) {
    try {
      if (NUMBER.matcher(text).matches()) {
        double number = Double.parseDouble(text);
        return Optional.of(Math.round(number > MOST_SECONDS ? number : number * 1_000));
      }
      return Optional.of(instant(text).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Instant instant(String text) {
    if (DATE.matcher(text).matches()) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    String joined = text.replace(' ', 'T');
    return OFFSET.matcher(joined.substring(Math.min(10, joined.length()))).matches()
        ? OffsetDateTime.parse(joined).toInstant()
        : LocalDateTime.parse(joined).toInstant(ZoneOffset.UTC);
  }
}
