package dev.socketfleet.common.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as people write them: bytes (below 1e9), or a whole number of {@code KiB}, {@code MiB},
 * {@code GiB}.
 */
public final class ByteSize {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9}) ?(KiB|MiB|GiB)?");

  private ByteSize() {}

  /** The bytes of {@code 65536}, {@code 64KiB}, {@code 16MiB} or {@code 1GiB}. */
  public static Optional<Long> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2);
    return Optional.of(unit == null ? amount : amount << shift(unit));
  }

  /** In the largest unit that needs no fraction. */
  public static String format(long bytes) {
    for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
      long size = 1L << shift(unit);
      if (bytes >= size && bytes % size == 0) {
        return bytes / size + unit;
      }
    }
    return Long.toString(bytes);
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "KiB" -> 10;
      case "MiB" -> 20;
      default -> 30;
    };
  }
}
