package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Quoted;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the query of a URI (RFC 3986; a plus is a space, as browsers send it), strictly. */
final class QueryString {

  private static final int MAX_PARAMETERS = 50;

  private QueryString() {}

  /**
   * The values of each parameter, in their order.
   *
   * @throws ApiException for a broken percent-encoding, one that is not UTF-8, and too many
   */
  static Map<String, List<String>> parse(@Nullable String query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    String[] parts = query.split("&", MAX_PARAMETERS + 2);
    if (parts.length > MAX_PARAMETERS) {
      throw ApiException.invalid(
          "the query has more than %d parameters".formatted(MAX_PARAMETERS), "Leave some out.");
    }
    for (String part : parts) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = decode(equals < 0 ? part : part.substring(0, equals));
        String value = equals < 0 ? "" : decode(part.substring(equals + 1));
        parameters.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
      }
    }
    return parameters;
  }

  /** A text with percent-encodings. */
  static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw broken(text);
        }
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        byte[] plain = String.valueOf(c == '+' ? ' ' : c).getBytes(StandardCharsets.UTF_8);
        bytes.write(plain, 0, plain.length);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw broken(text);
    }
  }

  private static ApiException broken(String text) {
    return new ApiException(
        400,
        "bad_encoding",
        "'%s' is no percent-encoded UTF-8".formatted(Quoted.of(text)),
        "Write a percent sign as %25.");
  }
}
