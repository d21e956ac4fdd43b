package dev.socketfleet.common.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which known name a mistyped one was probably meant to be. */
public final class NearestName {

  private NearestName() {}

  /** The known name with the fewest single-character edits; of equals the first in the alphabet. */
  public static Optional<String> to(String mistyped, Collection<String> known) {
    String key = mistyped.length() > 100 ? mistyped.substring(0, 100) : mistyped;
    return new TreeSet<>(known).stream().min(Comparator.comparingInt(other -> edits(key, other)));
  }

  /** The same, unless more than a third of the known name would have to change. */
  public static Optional<String> closeTo(String mistyped, Collection<String> known) {
    return to(mistyped, known)
        .filter(name -> edits(mistyped, name) <= Math.max(1, name.length() / 3));
  }

  /** Up to so many of those names, the nearest first. */
  public static List<String> closest(String mistyped, Collection<String> known, int most) {
    return new TreeSet<>(known)
        .stream()
            .filter(name -> edits(mistyped, name) <= Math.max(1, name.length() / 3))
            .sorted(Comparator.comparingInt(name -> edits(mistyped, name)))
            .limit(most)
            .toList();
  }

  /** Levenshtein distance, one row at a time. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
