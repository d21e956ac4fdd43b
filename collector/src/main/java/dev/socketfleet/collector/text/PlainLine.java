package dev.socketfleet.collector.text;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line without what terminals, logs, lists and searches put around it: control sequences, quotes
 * around words, the bars of a table, and a prefix that is glued to the first word ({@code 12:tcp},
 * {@code web1.txt:LISTEN}).
 */
final class PlainLine {

  /** Control sequences of ECMA-48 section 5, with the titles and character sets of xterm. */
  private static final Pattern CONTROLS =
      Pattern.compile(
          "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[ -/]*[0-~])");

  private static final Pattern QUOTES_AND_BARS =
      Pattern.compile("(?<!\\S)[\"'|\u2502]|[\"'],?(?!\\S)|[|\u2502](?!\\S)");

  /** Ends of addresses in dotted decimal, and the queues of {@code netstat -L}. */
  private static final Pattern BEGIN =
      Pattern.compile("(?:\\d{1,3}\\.){4}\\S+|\\*\\.\\S+|\\d+/\\d+/\\d+");

  private static final Pattern STATE = Pattern.compile("[A-Z]{3,11}(?:-[A-Z0-9]{1,5}){0,2}");

  private static final Set<String> HEADERS =
      Set.of("Active", "Proto", "State", "Netid", "Recv-Q", "USER", "Listen");

  private static final String GLUE = ":|>\"'";

  private PlainLine() {}

  static String of(String line) {
    String text = line;
    if (text.indexOf('\u001b') >= 0) {
      text = CONTROLS.matcher(text).replaceAll("");
    }
    text = parted(text);
    return text.chars().anyMatch(c -> c == '"' || c == '\'' || c == '|' || c == '\u2502')
        ? QUOTES_AND_BARS.matcher(text).replaceAll(" ")
        : text;
  }

  /** With a blank behind a glued prefix. */
  private static String parted(String line) {
    int start = 0;
    while (start < line.length() && Words.isBlank(line.charAt(start))) {
      start++;
    }
    int end = start;
    int glue = -1;
    while (end < line.length() && !Words.isBlank(line.charAt(end))) {
      glue = GLUE.indexOf(line.charAt(end)) >= 0 ? end : glue;
      end++;
    }
    if (glue < 0 || !begins(line.substring(start, glue), line.substring(glue + 1, end))) {
      return line;
    }
    return line.substring(0, glue + 1) + " " + line.substring(glue + 1);
  }

  /** Whether a word can be the first of a row or of a header; an address only without others. */
  private static boolean begins(String prefix, String word) {
    return Protocols.isTcp(word)
        || Protocols.isOther(word)
        || HEADERS.contains(word)
        || STATE.matcher(word).matches()
        || (prefix.indexOf(':') < 0 && BEGIN.matcher(word).matches());
  }
}
