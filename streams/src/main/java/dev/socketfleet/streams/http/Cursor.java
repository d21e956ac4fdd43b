package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Quoted;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the page before ended: what its last item is sorted by, so that items that come or go do
 * not move the pages after it. Clients hand it back as it is.
 */
final class Cursor {

  private static final String SEPARATOR = "\n";

  private Cursor() {}

  /** As the field {@code next} of a page. */
  static String of(Object... position) {
    StringBuilder text = new StringBuilder();
    for (Object part : position) {
      text.append(text.isEmpty() ? "" : SEPARATOR)
          .append(URLEncoder.encode(String.valueOf(part), StandardCharsets.UTF_8));
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The position in the parameter {@code next}; empty for the first page.
   *
   * @param parts a pattern for each
   */
  static Optional<List<String>> from(Parameters parameters, String... parts) {
    return parameters.text("next").map(text -> parse(text, parts));
  }

  private static List<String> parse(String text, String... parts) {
    try {
      String plain =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)))
              .toString();
      List<String> position =
          Stream.of(plain.split(SEPARATOR, -1)).map(QueryString::decode).toList();
      boolean matches = position.size() == parts.length;
      for (int i = 0; matches && i < parts.length; i++) {
        matches = position.get(i).matches(parts[i]);
      }
      if (matches) {
        return position;
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      // Not made here: refused below.
    }
    throw ApiException.invalid(
        "next was '%s' but it must be the next of the page before".formatted(Quoted.of(text)),
        "Leave it out for the first page.");
  }
}
