package dev.socketfleet.collector.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What a row may have been before something wrapped it. A terminal breaks anywhere, in the middle
 * of a word or between two; whoever copies from it drops the blanks before the break.
 */
final class JoinedLines {

  private JoinedLines() {}

  /**
   * All ways to join the first lines of these, the ones with fewer lines first; at most {@code
   * 2^(lines)}. The row alone is not among them.
   */
  static List<String> of(String row, List<String> rest) {
    List<String> all = new ArrayList<>();
    List<String> joined = List.of(row);
    for (String line : rest) {
      List<String> longer = new ArrayList<>(2 * joined.size());
      for (String start : joined) {
        longer.add(start + line);
        longer.add(start + " " + line);
      }
      all.addAll(longer);
      joined = longer;
    }
    return all;
  }
}
