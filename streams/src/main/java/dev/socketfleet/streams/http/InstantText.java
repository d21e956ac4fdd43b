package dev.socketfleet.streams.http;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Instants as {@link Instant#toString} writes them, for many of one day: the date is written once.
 * Not thread-safe.
 */
final class InstantText {

  private static final int DAY_SECONDS = 86_400;

  private final StringBuilder text = new StringBuilder();
  private long day = Long.MIN_VALUE;
  private int dateLength;

  /** ISO-8601 in UTC; whole seconds have no fraction. */
  String of(Instant instant) {
    if (instant.getNano() != 0) {
      return instant.toString();
    }
    long seconds = instant.getEpochSecond();
    long itsDay = Math.floorDiv(seconds, DAY_SECONDS);
    if (itsDay != day) {
      day = itsDay;
      text.setLength(0);
      text.append(LocalDate.ofEpochDay(day)).append('T');
      dateLength = text.length();
    }
    int ofDay = Math.floorMod(seconds, DAY_SECONDS);
    text.setLength(dateLength);
    two(ofDay / 3_600);
    text.append(':');
    two(ofDay / 60 % 60);
    text.append(':');
    two(ofDay % 60);
    return text.append('Z').toString();
  }

  private void two(int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
