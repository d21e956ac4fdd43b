package dev.socketfleet.collector.text;

import java.util.Optional;

/**
 * Understands the lines of one format. May remember headers and sections of the input, so each
 * input has its own. Owned by one thread.
 */
interface RowParser {

  /** What a line is. */
  enum Kind {
    /** The begin of a TCP socket's row. */
    SOCKET,
    /** The begin of something else: a header, a row of another protocol. */
    OTHER,
    /** Neither: the rest of the row before, or noise. */
    REST
  }

  /** What the line is; it has at least one word. Headers and sections are remembered. */
  Kind kind(Words words);

  /** The words that are states here. */
  StateWords states();

  /** The socket of a row, or empty when the row is cut or no socket after all. */
  Optional<TextRow> parse(Words words);

  /** The socket with what a line behind its row adds. */
  default TextRow detailed(TextRow row, Words rest) {
    return row;
  }

  /** Whether a socket was not read before; asked once for each. */
  default boolean isNew(TextRow row) {
    return true;
  }

  /** The input has ended. */
  default void end(ReadRows rows) {}
}
