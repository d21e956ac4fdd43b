package dev.socketfleet.collector.text;

import dev.socketfleet.collector.source.procfs.ProcTcpText;
import dev.socketfleet.common.model.SocketState;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rows of {@code /proc/net/tcp} and {@code tcp6}, also wrapped ones: each has the same columns,
 * so a row that lacks some waits for the lines behind it. Owned by one thread.
 */
final class ProcfsRows {

  /** Both ends, state, queues, timer, retransmissions, uid, timeout and inode. */
  private static final int COLUMNS = 9;

  /** A row of IPv6 has 170 characters; nobody reads it on less than 50 columns. */
  private static final int MAX_REST = 3;

  /** The number of a row and the begin of an address, however much of it. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}:");

  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f]{8}.*");

  /** The last columns of {@code /proc/net/udp} alone. */
  private static final String UDP_COLUMN = "drops";

  private final ProcTcpText text;
  private final ReadRows into;
  private final List<String> rest = new ArrayList<>();
  private String row = "";
  private Words last = Words.of("");
  private int rowNumber;
  private boolean waiting;
  private boolean tcp = true;
  private int lines;

  ProcfsRows(String input, ByteOrder order, ReadRows into) {
    this.text = new ProcTcpText(input, order);
    this.into = into;
  }

  void line(String line) {
    lines++;
    Words words = Words.of(line);
    last = words;
    if (ProcfsFormat.isHeader(words)) {
      flush();
      tcp = true;
    } else if (isBegin(words)) {
      flush();
      row = line;
      rowNumber = lines;
      waiting = tcp;
    } else if (words.size() == 0 || rest.size() == MAX_REST) {
      flush();
    } else if (waiting) {
      rest.add(line);
    }
    if (words.list().contains(UDP_COLUMN)) {
      tcp = false;
    }
  }

  /** A row whose address is unreadable is still one: its number is before it. */
  private static boolean isBegin(Words words) {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (NUMBER.matcher(words.at(i)).matches() && ADDRESS.matcher(words.at(i + 1)).matches()) {
        return true;
      }
    }
    return ProcfsFormat.local(words) >= 0
        || (words.size() > 3
            && NUMBER.matcher(words.at(0)).matches()
            && words.at(1).indexOf(':') > 0);
  }

  /**
   * The input has ended.
   *
   * @param open whether its last line has no line end
   */
  void end(boolean open) {
    if (open && (isNumberOnly(last) || (waiting && !isWhole(Words.of(best()))))) {
      into.faults().incomplete("it ends in the middle of a line; what was behind is missing");
    }
    flush();
    text.messages().forEach(into.faults()::remark);
    if (!text.isComplete()) {
      into.faults().incomplete("some sockets could not be read");
    }
  }

  /** The begin of a row, or of its address. */
  private static boolean isNumberOnly(Words words) {
    return words.size() > 0
        && words.size() < 3
        && (words.isNumber(0) || NUMBER.matcher(words.at(0)).matches());
  }

  private void flush() {
    if (waiting) {
      waiting = false;
      add(Words.of(best()));
    }
    rest.clear();
  }

  /** The row as it stands when it is whole, else the first joined one that is. */
  private String best() {
    return isWhole(Words.of(row))
        ? row
        : JoinedLines.of(row, rest).stream()
            .filter(it -> isWhole(Words.of(it)))
            .findFirst()
            .orElse(row);
  }

  private static boolean isWhole(Words words) {
    int local = ProcfsFormat.local(words);
    return local >= 0
        && words.size() >= local + COLUMNS
        && ProcfsFormat.STATE.matcher(words.at(local + 2)).matches()
        && words.isNumber(local + COLUMNS - 1);
  }

  private void add(Words words) {
    int local = Math.max(1, ProcfsFormat.local(words));
    int before = into.table().size();
    text.read(rowNumber, "0: " + words.between(local, words.size()), into.table());
    if (into.table().size() > before) {
      into.addedByOthers();
      String state = words.at(local + 2);
      if (into.table().state(before) == SocketState.UNKNOWN
          && ProcfsFormat.STATE.matcher(state).matches()) {
        into.faults().unknownState(rowNumber, state, words.between(0, words.size()));
      }
    }
  }
}
