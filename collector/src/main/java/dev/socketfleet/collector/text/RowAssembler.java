package dev.socketfleet.collector.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes rows of lines. A terminal, a mail or {@code fold} may have wrapped a row, in the middle of
 * a word or between two; some tools print details of a socket below its row. So a row waits for the
 * lines behind it, and these are joined to it only when it makes sense with them and none without.
 * Owned by one thread.
 */
final class RowAssembler {

  /** More lines than this do not belong to one row. */
  private static final int MAX_REST = 4;

  private final RowParser parser;
  private final ReadRows rows;
  private final List<String> rest = new ArrayList<>();
  private String row = "";
  private long rowNumber;
  private boolean waiting;
  private long lines;

  RowAssembler(RowParser parser, ReadRows rows) {
    this.parser = parser;
    this.rows = rows;
  }

  /** The next line of the input. */
  void line(String line) {
    lines++;
    Words words = Words.of(line);
    if (words.size() == 0) {
      flush();
      return;
    }
    switch (parser.kind(words)) {
      case SOCKET -> {
        flush();
        row = line;
        rowNumber = lines;
        waiting = true;
      }
      case OTHER -> flush();
      case REST -> {
        if (waiting && rest.size() < MAX_REST) {
          rest.add(line);
        }
      }
    }
  }

  /** The input has ended. */
  void end() {
    flush();
    parser.end(rows);
  }

  private void flush() {
    if (waiting) {
      waiting = false;
      best()
          .map(this::detailed)
          .ifPresentOrElse(
              socket -> rows.add(socket, rowNumber, row),
              () -> rows.faults().unreadable(rowNumber, row));
    }
    rest.clear();
  }

  /** The row as it stands when it makes sense, else the first joined one that does. */
  private Optional<TextRow> best() {
    Optional<TextRow> own = parser.parse(Words.of(row));
    if (rest.isEmpty() || (own.isPresent() && own.get().hasKnownState())) {
      return own;
    }
    Optional<TextRow> stateless = own;
    List<String> joined = List.of(row);
    for (String line : rest) {
      joined = joined(joined, line);
      for (String candidate : joined) {
        Optional<TextRow> parsed = parser.parse(Words.of(candidate));
        if (parsed.isPresent() && parsed.get().hasKnownState()) {
          return parsed;
        }
        stateless = stateless.isPresent() ? stateless : parsed;
      }
    }
    return stateless;
  }

  /** Each of these with the line behind it, as a word of its own and as the rest of a word. */
  private static List<String> joined(List<String> before, String line) {
    List<String> after = new ArrayList<>(2 * before.size());
    for (String start : before) {
      after.add(start + " " + line);
      after.add(start + line);
    }
    return after;
  }

  private TextRow detailed(TextRow socket) {
    TextRow all = socket;
    for (String line : rest) {
      all = parser.detailed(all, Words.of(line));
    }
    return all;
  }
}
