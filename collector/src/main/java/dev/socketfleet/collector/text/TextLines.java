package dev.socketfleet.collector.text;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The lines of an input, with any line end, without the colors of a terminal. A line that is longer
 * than allowed loses its end, so that memory is bounded. Owned by one thread.
 */
final class TextLines {

  /** Far beyond any row: {@code ss -tanp} lists each process of a socket. */
  static final int MAX_LENGTH = 32 * 1024;

  /** Control sequences of ECMA-48 section 5.4. */
  private static final Pattern COLORS = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

  private final Reader in;
  private final StringBuilder line = new StringBuilder();
  private boolean afterReturn;
  private long cut;

  TextLines(Reader in) {
    this.in = in;
  }

  /** The next line, or empty at the end. */
  Optional<String> next() throws IOException {
    line.setLength(0);
    boolean any = false;
    boolean tooLong = false;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n' && afterReturn) {
        afterReturn = false;
        continue;
      }
      any = true;
      afterReturn = c == '\r';
      if (c == '\n' || c == '\r') {
        break;
      }
      if (line.length() < MAX_LENGTH) {
        line.append((char) c);
      } else {
        tooLong = true;
      }
    }
    cut += tooLong ? 1 : 0;
    return any ? Optional.of(plain()) : Optional.empty();
  }

  private String plain() {
    String text = line.toString();
    return text.indexOf('\u001b') < 0 ? text : COLORS.matcher(text).replaceAll("");
  }

  /** How many lines so far were longer than {@link #MAX_LENGTH}. */
  long cut() {
    return cut;
  }
}
