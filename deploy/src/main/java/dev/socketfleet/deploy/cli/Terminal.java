package dev.socketfleet.deploy.cli;

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

  /** The line, cut where it would wrap. */
  String fit(String line) {
    return line.length() <= columns ? line : line.substring(0, columns - 3) + "...";
  }
}
