package dev.socketfleet.common.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d}.
 */
final class DurationText {

  /** What a message says about the form. */
  static final String FORM = "a duration such as 500ms, 10s, 5m, 2h or 1d, at most 30d";

  private static final Duration MAX = Duration.ofDays(30);
  private static final Pattern DURATION = Pattern.compile("(\\d{1,10})(ms|s|m|h|d)");

  private DurationText() {}

  static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Duration duration =
        Duration.ofMillis(Long.parseLong(matcher.group(1)) * unit(matcher.group(2)));
    return duration.compareTo(MAX) <= 0 ? Optional.of(duration) : Optional.empty();
  }

  private static long unit(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }

  /** In the largest unit that has no remainder. */
  static String of(Duration duration) {
    long millis = duration.toMillis();
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      if (millis != 0 && millis % unit(unit) == 0) {
        return millis / unit(unit) + unit;
      }
    }
    return millis == 0 ? "0s" : millis + "ms";
  }
}
