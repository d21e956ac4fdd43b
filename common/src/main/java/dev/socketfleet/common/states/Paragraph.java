package dev.socketfleet.common.states;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines between words; a word longer than a line keeps a line of its own. */
final class Paragraph {

  private Paragraph() {}

  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
