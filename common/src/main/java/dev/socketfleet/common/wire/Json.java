package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jackson with the bounds that hostile input needs, and its complaints as refusals. */
final class Json {

  /** Deepest nesting that is read. A snapshot of version 1 needs 5 levels. */
  static final int MAX_DEPTH = 16;

  /** Largest integer on the wire: 2^53-1, which every JSON reader holds exactly (RFC 7493). */
  static final long MAX_INTEGER = (1L << 53) - 1;

  /**
   * Names are not interned: thousands of invented ones would cost 15 times the parsing. Means are
   * most of what is written of a window, and Java's own way to write them is the slower one.
   */
  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(512)
                  .maxNumberLength(1_000)
                  .build())
          .build();

  /** What Jackson adds to its messages for programmers. */
  private static final Pattern JACKSON_ADVICE =
      Pattern.compile(
          ", from `[^`]*`|: enable .*|: not allowed .*| \\(for (Array|Object) starting .*|\\n.*");

  /** Only readers need it; a collector, which only writes, would wait for it at its start. */
  static final class Reading {

    static final JsonMapper MAPPER =
        JsonMapper.builder(FACTORY)
            .enable(
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private Reading() {}
  }

  private Json() {}

  /** Writes one JSON value; the generator is closed afterwards. */
  interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static byte[] write(int sizeHint, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(sizeHint);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      body.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Refuses bytes that no record of this kind can have. Jackson would detect UTF-16 and UTF-32 and
   * takes overlong UTF-8; the contract is UTF-8.
   *
   * @param kind for the message: "a snapshot"
   */
  static void requireText(byte[] json, int maxBytes, String kind) throws MalformedRecordException {
    if (json.length == 0) {
      throw new MalformedRecordException(Reason.EMPTY, "the record has no bytes");
    }
    if (json.length > maxBytes) {
      throw new MalformedRecordException(
          Reason.TOO_LARGE,
          "the record has %d bytes but %s has at most %d".formatted(json.length, kind, maxBytes));
    }
    for (int i = 0; i < Math.min(4, json.length); i++) {
      if (json[i] == 0) {
        throw notUtf8(json, i);
      }
    }
    int all = 0;
    for (byte b : json) {
      all |= b;
    }
    if (all < 0) {
      requireUtf8(json);
    }
  }

  private static void requireUtf8(byte[] json) throws MalformedRecordException {
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(json);
    CharBuffer out = CharBuffer.allocate(4_096);
    CoderResult result = utf8.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = utf8.decode(in, out, true);
    }
    if (result.isError()) {
      throw notUtf8(json, in.position());
    }
  }

  private static MalformedRecordException notUtf8(byte[] json, int offset) {
    return new MalformedRecordException(
        Reason.NOT_JSON,
        "the record is not UTF-8: 0x%02x at byte %d".formatted(json[offset], offset));
  }

  /** Whether no half of a surrogate pair is in the text: {@code "\ud800"} is, in JSON escapes. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSurrogatePair(
            text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Jackson's complaint: what and where, without its advice for programmers. */
  static MalformedRecordException notJson(IOException cause) {
    return new MalformedRecordException(Reason.NOT_JSON, complaint(cause), cause);
  }

  private static String complaint(IOException cause) {
    if (!(cause instanceof JsonProcessingException json)) {
      return "unreadable JSON: " + clean(cause.getMessage());
    }
    long offset = json.getLocation() == null ? -1 : json.getLocation().getByteOffset();
    String at = offset < 0 ? "" : " at byte " + offset;
    if (json instanceof JsonEOFException) {
      return "the JSON is cut off" + at;
    }
    String what = json instanceof StreamConstraintsException ? "exceeds a bound" : "is broken";
    return "the JSON " + what + at + ": " + clean(json.getOriginalMessage());
  }

  private static String clean(@Nullable String message) {
    return Quoted.of(JACKSON_ADVICE.matcher(String.valueOf(message)).replaceAll(""), 160);
  }
}
