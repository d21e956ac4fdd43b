package dev.socketfleet.common.model;

/** Foreign text made fit for a message, a log line or a terminal. */
public final class Quoted {

  private static final int MAX_LENGTH = 80;

  private Quoted() {}

  /**
   * At most 80 characters of the text, control and format characters (line breaks, escapes,
   * direction overrides) replaced by {@code ?}; a cut is marked with three dots.
   */
  public static String of(String text) {
    return of(text, MAX_LENGTH);
  }

  /** The same with a limit of one's own, in characters. */
  public static String of(String text, int maxLength) {
    int length = Math.min(text.length(), maxLength);
    StringBuilder clean = new StringBuilder(length + 3);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      clean.append(isUnprintable(c) ? '?' : c);
    }
    return length < text.length() ? clean.append("...").toString() : clean.toString();
  }

  private static boolean isUnprintable(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          true;
      default -> false;
    };
  }
}
