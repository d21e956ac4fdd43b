package dev.socketfleet.collector.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
  private final LineBegins begins = new LineBegins();
  private final Set<String> stateWords = new HashSet<>();
  private final List<String> rest = new ArrayList<>();
  private String row = "";
  private String last = "";
  private long rowNumber;
  private boolean waiting;
  private boolean lastIsRest;
  private long lines;

  RowAssembler(RowParser parser, ReadRows rows) {
    this.parser = parser;
    this.rows = rows;
  }

  /** The next line of the input. */
  void line(String line) {
    lines++;
    last = line;
    lastIsRest = false;
    Words words = Words.of(line);
    if (words.size() == 0) {
      flush();
      return;
    }
    switch (parser.kind(words)) {
      case SOCKET -> {
        flush();
        begins.add(words);
        row = line;
        rowNumber = lines;
        waiting = true;
      }
      case OTHER -> {
        flush();
        begins.add(words);
      }
      case REST -> {
        lastIsRest = true;
        if (isLost(words)) {
          rows.faults().unreadable(lines, line);
        }
        if (waiting && rest.size() < MAX_REST) {
          rest.add(line);
        }
      }
    }
  }

  /** A row whose protocol is not readable: both ends and a state, behind a row that has its own. */
  private boolean isLost(Words words) {
    boolean ends = false;
    boolean state = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.at(i);
      ends |= SocketEnds.isEnd(word) && SocketEnds.isEnd(words.at(i + 1));
      state |= word.equals(word.toUpperCase(Locale.ROOT)) && parser.states().isState(word);
    }
    return ends && state && (!waiting || parse(row).filter(TextRow::hasKnownState).isPresent());
  }

  /**
   * The input has ended.
   *
   * @param open whether its last line has no line end
   */
  void end(boolean open) {
    if (open && (isRowCut() || (lastIsRest && begins.isCut(last)))) {
      rows.faults().incomplete("it ends in the middle of a line; what was behind is missing");
    }
    flush();
    parser.end(rows);
  }

  /** A row that says less than the ones before: no state, a new word for one, an open bracket. */
  private boolean isRowCut() {
    if (!waiting) {
      return false;
    }
    Optional<TextRow> read = best();
    if (read.isEmpty() || isOpenBracket(last)) {
      return true;
    }
    String word = read.get().stateWord();
    boolean whole = read.get().hasKnownState() || !stateWords.add(word);
    return !whole && (rest.isEmpty() || word.isEmpty());
  }

  private static boolean isOpenBracket(String line) {
    return line.chars().filter(c -> c == '(').count() > line.chars().filter(c -> c == ')').count();
  }

  private void flush() {
    if (waiting) {
      waiting = false;
      best().ifPresentOrElse(this::add, () -> rows.faults().unreadable(rowNumber, row));
    }
    rest.clear();
  }

  private void add(TextRow socket) {
    if (!parser.isNew(socket)) {
      return;
    }
    if (!socket.hasKnownState()) {
      stateWords.add(socket.stateWord());
    }
    TextRow all = socket;
    for (String line : rest) {
      all = parser.detailed(all, Words.of(line));
    }
    rows.add(all, rowNumber, row);
  }

  /** The row as it stands when it makes sense, else the joined one that makes most. */
  private Optional<TextRow> best() {
    Optional<TextRow> own = parse(row);
    if (rest.isEmpty()) {
      return own;
    }
    if (own.isPresent() && own.get().hasKnownState()) {
      return parse(row + rest.get(0)).filter(all -> all.completes(own.get())).or(() -> own);
    }
    Optional<TextRow> best = own;
    for (String candidate : JoinedLines.of(row, rest)) {
      Optional<TextRow> parsed = parse(candidate);
      if (parsed.isPresent() && (best.isEmpty() || parsed.get().sense() > best.get().sense())) {
        best = parsed;
      }
    }
    return best;
  }

  private Optional<TextRow> parse(String line) {
    return parser.parse(Words.of(line));
  }
}
