package dev.socketfleet.common.model.rule;

/**
 * A pattern for names: {@code *} stands for any characters (none too), {@code ?} for exactly one;
 * everything else for itself. The whole name has to match.
 */
public record Glob(String pattern) {

  /** Matches every name. */
  public static final Glob ANY = new Glob("*");

  private static final int MAX_LENGTH = 256;

  public Glob {
    if (pattern.isEmpty() || pattern.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a pattern had %d characters but it must have 1 to %d"
              .formatted(pattern.length(), MAX_LENGTH));
    }
  }

  /** Linear in pattern times name at worst: no pattern makes it explode. */
  public boolean matches(String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
