package dev.socketfleet.collector.text;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The first words of the rows of an input, which tell whether its last line is a cut one. */
final class LineBegins {

  /** More different ones than this are noise. */
  private static final int REMEMBERED = 64;

  /** Of a state or an address, with which ss and Solaris begin their rows. */
  private static final Pattern PART = Pattern.compile("[A-Z-]{1,11}|[0-9A-Fa-f:.*]{1,45}");

  private final Set<String> words = new HashSet<>();

  /** A row or header. */
  void add(Words line) {
    if (words.size() < REMEMBERED) {
      words.add(line.at(0));
    }
  }

  /**
   * Whether a line that is neither a row nor a header is the begin of one: its first word, or a
   * part of that alone.
   */
  boolean isCut(String line) {
    Words cut = Words.of(line);
    String word = cut.at(0);
    return words.contains(word)
        || (cut.size() == 1
            && (PART.matcher(word).matches()
                || words.stream().anyMatch(it -> it.startsWith(word))));
  }
}
