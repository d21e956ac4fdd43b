package dev.socketfleet.collector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The labels of a host as an operator writes them: {@code dc:eu1,rack:r2}. */
final class Labels {

  static final String EXPECTATION =
      "name:value pairs separated by commas, at most 64: names of a-z A-Z 0-9 _ . - up to 63"
          + " characters, values of printable characters but / and = up to 128";

  private static final int LIMIT = 64;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");
  private static final Pattern VALUE = Pattern.compile("[^\\p{C},/=]{1,128}");

  private Labels() {}

  /** Empty when the text is not of that form. */
  static Optional<Map<String, String>> parse(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (text.isBlank()) {
      return Optional.of(labels);
    }
    for (String pair : text.split(",", -1)) {
      int colon = pair.indexOf(':');
      String name = colon < 0 ? "" : pair.substring(0, colon).strip();
      String value = pair.substring(colon + 1).strip();
      if (!NAME.matcher(name).matches()
          || !VALUE.matcher(value).matches()
          || labels.put(name, value) != null) {
        return Optional.empty();
      }
    }
    return labels.size() <= LIMIT ? Optional.of(labels) : Optional.empty();
  }
}
