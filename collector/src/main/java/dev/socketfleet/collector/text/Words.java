package dev.socketfleet.collector.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands between the white space of a line.
 *
 * @param list in the order of the line
 */
record Words(List<String> list) {

  Words {
    list = List.copyOf(list);
  }

  static Words of(String line) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      int start = at;
      while (at < line.length() && !isBlank(line.charAt(at))) {
        at++;
      }
      if (at > start) {
        words.add(line.substring(start, at));
      }
      at++;
    }
    return new Words(words);
  }

  /**
   * The no-break space parts words in the thousands of some languages, and columns on a page; marks
   * without width stand where files or pages were put together.
   */
  static boolean isBlank(char c) {
    return c <= ' ' || c == '\u00a0' || c == '\ufeff' || c == '\u200b' || Character.isWhitespace(c);
  }

  int size() {
    return list.size();
  }

  /** The word, or an empty one behind the end. */
  String at(int index) {
    return index < list.size() ? list.get(index) : "";
  }

  /** These words with one space between them. */
  String between(int from, int to) {
    return from >= to ? "" : String.join(" ", list.subList(from, Math.min(to, list.size())));
  }

  boolean isNumber(int index) {
    return isNumber(at(index));
  }

  /** The first word from there on that is no number; the size when there is none. */
  int skipNumbers(int from) {
    int at = from;
    while (at < size() && isNumber(at)) {
      at++;
    }
    return at;
  }

  /** The word as a number of 32 bits without sign; -1 when it is none. */
  int number(int index) {
    return number(at(index));
  }

  static boolean isNumber(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  static int number(String word) {
    if (!isNumber(word) || word.length() > 10) {
      return -1;
    }
    return (int) Math.min(Long.parseLong(word), Integer.MAX_VALUE);
  }
}
