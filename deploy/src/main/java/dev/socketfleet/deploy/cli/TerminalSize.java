package dev.socketfleet.deploy.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How large the terminal is now: a person may have drawn at its corner. */
final class TerminalSize {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})");

  private TerminalSize() {}

  /** The terminal with its size of now, or as it was where nobody tells (POSIX, stty). */
  static Terminal now(Terminal before) {
    ProcessBuilder stty =
        new ProcessBuilder("stty", "size")
            .redirectInput(new File("/dev/tty"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try (BufferedReader output = stty.start().inputReader(StandardCharsets.US_ASCII)) {
      String line = output.readLine();
      Matcher size = SIZE.matcher(line == null ? "" : line);
      if (size.matches()) {
        int lines = Integer.parseInt(size.group(1));
        int columns = Integer.parseInt(size.group(2));
        return lines > 0 && columns > 0 ? before.resized(columns, lines) : before;
      }
    } catch (IOException e) {
      // There is no stty, or no terminal that this process belongs to.
    }
    return before;
  }
}
