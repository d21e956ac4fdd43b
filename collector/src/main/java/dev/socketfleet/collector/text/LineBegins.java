package dev.socketfleet.collector.text;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The first words of the rows of an input, which tell whether its last line is a cut one. */
final class LineBegins {

  /** More different ones than this are noise. */
  private static final int REMEMBERED = 64;

  /** Of a state, with which ss begins its rows. */
  private static final Pattern STATE = Pattern.compile("[A-Z-]{1,11}");

  private final Set<String> words = new HashSet<>();

  /** A row or header. */
  void add(Words line) {
    if (words.size() < REMEMBERED) {
      words.add(line.at(0));
    }
  }

  /** Whether nothing but the begin of such a word stands there. */
  boolean isCut(String line) {
    Words only = Words.of(line);
    String word = only.at(0);
    return only.size() == 1
        && (STATE.matcher(word).matches()
            || words.stream().anyMatch(it -> it.startsWith(word) && !it.equals(word)));
  }
}
