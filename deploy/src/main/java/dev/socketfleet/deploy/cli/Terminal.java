package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.text.DisplayWidth;
import dev.socketfleet.common.text.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the output goes to. The launcher knows whether that is a terminal and how large it is; Java
 * 17 and 22 disagree about it.
 *
 * @param columns {@link Integer#MAX_VALUE} for files and pipes
 * @param lines {@link Integer#MAX_VALUE} for files and pipes
 * @param redraws whether it takes the control codes of ECMA-48
 * @param colour whether these may be colours (no-color.org)
 * @param unicode whether it shows more than ASCII
 */
record Terminal(int columns, int lines, boolean redraws, boolean colour, boolean unicode) {

  private static final int NONE = Integer.MAX_VALUE;

  private static final String RED = "\u001b[31m";
  private static final String YELLOW = "\u001b[33m";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  private static final Map<String, String> COLOURS =
      Map.of(
          "firing", RED,
          "critical", RED,
          "pending", YELLOW,
          "warning", YELLOW,
          "silent", YELLOW,
          "resolved", GREEN,
          "up", GREEN);

  /** What this process writes to. */
  static Terminal detect() {
    return of(
        Integer.getInteger("socketfleet.terminal.columns", 0),
        Integer.getInteger("socketfleet.terminal.lines", 0),
        System.getenv());
  }

  /**
   * A terminal of this size.
   *
   * @param columns 0 where there is none
   * @param lines 0 where there is none
   */
  static Terminal of(int columns, int lines, Map<String, String> environment) {
    boolean unicode = isUnicode(environment);
    if (columns <= 0 || lines <= 0) {
      return new Terminal(NONE, NONE, false, false, unicode);
    }
    boolean redraws = !Set.of("", "dumb").contains(environment.getOrDefault("TERM", ""));
    boolean colour = redraws && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(columns, lines, redraws, colour, unicode);
  }

  /** As the C library finds out: the first of these that is set counts (POSIX, section 8.2). */
  private static boolean isUnicode(Map<String, String> environment) {
    for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      String locale = environment.getOrDefault(name, "");
      if (!locale.isEmpty()) {
        String charset = locale.toLowerCase(Locale.ROOT).replace("-", "");
        return charset.contains("utf8");
      }
    }
    return false;
  }

  /** Whether it is none, but a file or a pipe. */
  boolean isNone() {
    return columns == NONE;
  }

  /** The same as a file or pipe would be. */
  Terminal plain() {
    return new Terminal(NONE, NONE, false, false, unicode);
  }

  /** The same for what may be longer than it is high. */
  Terminal endless() {
    return resized(columns, NONE);
  }

  /** The same with another size. */
  Terminal resized(int columns, int lines) {
    return new Terminal(columns, lines, redraws, colour, unicode);
  }

  /** Rows that fit, in colours where it has them. */
  List<String> lines(TextTable table) {
    UnaryOperator<String> paint = colour ? Terminal::painted : UnaryOperator.identity();
    return table.lines(columns, ellipsis(), paint);
  }

  void print(TextTable table, PrintWriter out) {
    lines(table).forEach(out::println);
  }

  private static String painted(String cell) {
    String begin = COLOURS.get(cell);
    return begin == null ? cell : begin + cell + PLAIN;
  }

  /** The text in the colour of the word, where there are colours. */
  String painted(String word, String text) {
    return colour ? COLOURS.getOrDefault(word, "") + text + PLAIN : text;
  }

  /** The text in lines that fit beside an indent; at least one. */
  List<String> wrapped(String text, int indent) {
    if (isNone()) {
      return List.of(text);
    }
    int room = Math.max(20, columns - indent);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && DisplayWidth.of(line + " " + word) > room) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** The text in the colour of trouble, where there are colours. */
  String alarming(String text) {
    return colour ? RED + text + PLAIN : text;
  }

  /** The line, cut where it would wrap. */
  String fit(String line) {
    return DisplayWidth.cut(line, columns, ellipsis());
  }

  /** What stands for text that was cut. */
  String ellipsis() {
    return unicode ? "\u2026" : "...";
  }
}
