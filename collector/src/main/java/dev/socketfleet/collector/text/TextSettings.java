package dev.socketfleet.collector.text;

/**
 * Which text is read.
 *
 * @param input path of a file, or {@link #STANDARD_INPUT}
 * @param format {@link TextFormats#AUTO} or the name of one
 * @param limitBytes what is beyond is not read
 */
public record TextSettings(String input, String format, long limitBytes) {

  /** The input that stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  /** Whether the text comes from standard input, which can be read once only. */
  public boolean isStandardInput() {
    return input.equals(STANDARD_INPUT);
  }

  /** For messages. */
  String inputName() {
    return isStandardInput() ? "standard input" : input;
  }
}
