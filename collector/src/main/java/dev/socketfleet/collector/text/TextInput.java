package dev.socketfleet.collector.text;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One opened input: its text, whatever its encoding, up to a size. Owned by one thread.
 *
 * <p>UTF-16 and UTF-8 are told apart by their first bytes (PowerShell writes UTF-16). What is not
 * valid UTF-8 becomes U+FFFD; only names lose by that, never numbers.
 */
final class TextInput implements AutoCloseable {

  /** What is looked at to recognize a format. */
  static final int HEAD_CHARS = 64 * 1024;

  private static final int FIRST_BYTES = 4;

  private final LimitedStream limited;
  private final BufferedReader reader;

  private TextInput(LimitedStream limited, BufferedReader reader) {
    this.limited = limited;
    this.reader = reader;
  }

  /**
   * Opens an input.
   *
   * @param settings which one
   * @param standardInput what {@code -} stands for
   */
  static TextInput open(TextSettings settings, InputStream standardInput) throws IOException {
    return of(
        settings.isStandardInput() ? standardInput : new FileInputStream(settings.input()),
        settings.limitBytes());
  }

  static TextInput of(InputStream bytes, long limitBytes) throws IOException {
    LimitedStream limited = new LimitedStream(bytes, limitBytes);
    BufferedInputStream buffered = new BufferedInputStream(limited);
    Charset charset = charset(buffered);
    return new TextInput(limited, new BufferedReader(new InputStreamReader(buffered, charset)));
  }

  /** Looks at the first bytes and leaves a mark of UTF-8 behind, if there is one. */
  private static Charset charset(BufferedInputStream in) throws IOException {
    in.mark(FIRST_BYTES);
    byte[] first = in.readNBytes(FIRST_BYTES);
    in.reset();
    int mark = first.length < 2 ? 0 : ((first[0] & 0xff) << 8) | (first[1] & 0xff);
    if (mark == 0xfffe || mark == 0xfeff) {
      in.skipNBytes(2);
      return mark == 0xfffe ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }
    if (first.length >= 3 && mark == 0xefbb && (first[2] & 0xff) == 0xbf) {
      in.skipNBytes(3);
      return StandardCharsets.UTF_8;
    }
    if (first.length == FIRST_BYTES && first[0] == 0 != (first[1] == 0)) {
      return first[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    }
    return StandardCharsets.UTF_8;
  }

  /** The text from the first character that nobody took. */
  Reader reader() {
    return reader;
  }

  /** The first lines, which stay to be read. */
  List<String> head() throws IOException {
    reader.mark(HEAD_CHARS);
    List<String> head = head(reader);
    reader.reset();
    return head;
  }

  /** The first lines of a reader, which are taken from it. */
  static List<String> head(Reader in) throws IOException {
    List<String> lines = new ArrayList<>();
    TextLines text = new TextLines(new StringReader(headText(in)));
    for (Optional<String> line = text.next(); line.isPresent(); line = text.next()) {
      lines.add(line.get());
    }
    return lines;
  }

  /** The first characters of a reader, which are taken from it. */
  static String headText(Reader in) throws IOException {
    char[] chars = new char[HEAD_CHARS];
    int filled = 0;
    int got = 0;
    while (got >= 0 && filled < HEAD_CHARS) {
      filled += got;
      got = in.read(chars, filled, HEAD_CHARS - filled);
    }
    return new String(chars, 0, filled);
  }

  /** Whether the input was longer than allowed, so that its end was not read. */
  boolean isCut() {
    return limited.isCut();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
