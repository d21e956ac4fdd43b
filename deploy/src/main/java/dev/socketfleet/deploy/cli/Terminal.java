package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.text.TextTable;
import java.io.PrintWriter;

/**
 * What the output goes to. The launcher knows whether that is a terminal and how wide it is; Java
 * 17 and 22 disagree about it.
 *
 * @param columns {@link Integer#MAX_VALUE} for files and pipes
 */
record Terminal(int columns) {

  /** Below that a cut line tells nothing. */
  private static final int MIN_COLUMNS = 40;

  static Terminal detect() {
    int columns = Integer.getInteger("socketfleet.terminal.columns", 0);
    return new Terminal(columns < MIN_COLUMNS ? Integer.MAX_VALUE : columns);
  }

  void print(TextTable table, PrintWriter out) {
    table.lines().forEach(line -> out.println(fit(line)));
  }

  /** The line, cut where it would wrap. */
  String fit(String line) {
    return line.length() <= columns ? line : line.substring(0, columns - 3) + "...";
  }
}
