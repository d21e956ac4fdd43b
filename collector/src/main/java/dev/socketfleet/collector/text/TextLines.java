package dev.socketfleet.collector.text;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * The lines of an input, as {@link PlainLine}. A line ends with any line end, also with one that a
 * log or JSON wrote as {@code \n}. A line that is longer than allowed loses its end, so that memory
 * is bounded. Owned by one thread.
 */
final class TextLines {

  /** Far beyond any row: {@code ss -tanp} lists each process of a socket. */
  static final int MAX_LENGTH = 32 * 1024;

  private final Reader in;
  private final StringBuilder line = new StringBuilder();
  private boolean afterReturn;
  private boolean open;
  private long cut;

  TextLines(Reader in) {
    this.in = in;
  }

  /** The next line, or empty at the end. */
  Optional<String> next() throws IOException {
    line.setLength(0);
    boolean tooLong = false;
    boolean any = false;
    boolean ended = false;
    while (!ended) {
      int c = in.read();
      if (c < 0) {
        break;
      }
      if (afterReturn && (c == '\n' || c == '\r')) {
        afterReturn = c == '\r';
        continue;
      }
      any = true;
      afterReturn = c == '\r';
      ended = c == '\n' || c == '\r' || isWrittenEnd(c);
      if (!ended && line.length() < MAX_LENGTH) {
        line.append((char) c);
      } else {
        tooLong |= !ended;
      }
    }
    open = any ? !ended : open;
    cut += tooLong ? 1 : 0;
    return any ? Optional.of(PlainLine.of(line.toString())) : Optional.empty();
  }

  /** Takes the backslash of {@code \n} away, and a {@code \r} before it. */
  private boolean isWrittenEnd(int c) {
    int backslash = line.length() - 1;
    if (c != 'n' || backslash < 0 || line.charAt(backslash) != '\\') {
      return false;
    }
    boolean withReturn = backslash >= 2 && line.substring(backslash - 2, backslash).equals("\\r");
    line.setLength(withReturn ? backslash - 2 : backslash);
    return true;
  }

  /** Whether the last line had no line end, so that it may have been cut. */
  boolean isOpen() {
    return open;
  }

  /** How many lines so far were longer than {@link #MAX_LENGTH}. */
  long cut() {
    return cut;
  }
}
