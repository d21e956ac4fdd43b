package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses what an answer is written as by the header Accept (RFC 9110, section 12.5.1). */
final class MediaTypes {

  private MediaTypes() {}

  /**
   * The one of the types that is wanted most.
   *
   * @param offered without parameters, the preferred one first
   * @throws ApiException 406 when none is wanted
   */
  static String choose(@Nullable String accept, List<String> offered) {
    if (accept == null || accept.isBlank()) {
      return offered.get(0);
    }
    String best = "";
    double bestQuality = 0;
    for (String type : offered) {
      double quality = quality(accept, type);
      if (quality > bestQuality) {
        best = type;
        bestQuality = quality;
      }
    }
    if (best.isEmpty()) {
      throw new ApiException(
          406,
          "not_acceptable",
          "the header Accept was '%s' but this answer is %s"
              .formatted(Quoted.of(accept), String.join(" or ", offered)),
          "Leave the header out for %s.".formatted(offered.get(0)));
    }
    return best;
  }

  /** By the most specific range that includes the type; 0 when none does. */
  private static double quality(String accept, String type) {
    String group = type.substring(0, type.indexOf('/')) + "/*";
    List<String> ranges = List.of("*/*", group, type);
    double quality = 0;
    int specific = -1;
    for (String part : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      List<String> parameters = new ArrayList<>(List.of(part.split(";", -1)));
      int range = ranges.indexOf(parameters.remove(0).strip());
      if (range > specific) {
        specific = range;
        quality = weight(parameters);
      }
    }
    return quality;
  }

  private static double weight(List<String> parameters) {
    for (String parameter : parameters) {
      String text = parameter.strip();
      if (text.startsWith("q=")) {
        return text.matches("q=(?:0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)")
            ? Double.parseDouble(text.substring(2))
            : 0;
      }
    }
    return 1;
  }
}
