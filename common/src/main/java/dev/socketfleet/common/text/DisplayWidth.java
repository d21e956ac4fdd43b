package dev.socketfleet.common.text;

/**
 * How many columns of a terminal a text takes: two for what Unicode calls wide or fullwidth (UAX
 * #11), none for marks that stand on the character before.
 */
public final class DisplayWidth {

  private DisplayWidth() {}

  /** Columns of the text. */
  public static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  /** Columns of one character. */
  static int of(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  /** The blocks of UAX #11 that are wide as a whole. */
  private static boolean isWide(int codePoint) {
    return codePoint >= 0x1100
        && (codePoint <= 0x115F
            || (codePoint >= 0x2E80 && codePoint <= 0xA4CF && codePoint != 0x303F)
            || (codePoint >= 0xA960 && codePoint <= 0xA97C)
            || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
            || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
            || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
            || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
            || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6)
            || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF)
            || (codePoint >= 0x20000 && codePoint <= 0x3FFFD));
  }

  /** The beginning of the text that fits, with the ellipsis where something was cut. */
  public static String cut(String text, int columns, String ellipsis) {
    if (of(text) <= columns) {
      return text;
    }
    int room = columns - of(ellipsis);
    int end = 0;
    while (end < text.length()) {
      int next = text.codePointAt(end);
      room -= of(next);
      if (room < 0) {
        break;
      }
      end += Character.charCount(next);
    }
    return text.substring(0, end) + (of(ellipsis) <= columns ? ellipsis : "");
  }
}
