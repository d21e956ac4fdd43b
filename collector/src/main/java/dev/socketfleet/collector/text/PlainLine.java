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

  /** What the rows of Solaris and of {@code netstat -L} begin with. */
  private static final Pattern END =
      Pattern.compile("(?:\\d{1,3}\\.){4}\\S+|\\*\\.\\S+|\\d+/\\d+/\\d+");

  private static final Pattern IPV6_END =
      Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:]*+(?:%\\w+)?\\.[\\w*]+");

  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*");

  /** Of ss; ports and groups of addresses in hexadecimal have four characters at most. */
  private static final Pattern STATE =
      Pattern.compile("[A-Z]{5,11}|[A-Z]{3,5}(?:-[A-Z0-9]{1,5}){1,2}");

  private static final Set<String> HEADERS =
      Set.of("Active", "Proto", "State", "Netid", "Recv-Q", "USER", "PCB/ADDR");

  /** A prefix of more words is none, and one of more characters neither. */
  private static final int MAX_PREFIX = 8;

  private static final int LONGEST_PREFIX = 200;

  private static final String GLUE = ":|>\"'";

  private PlainLine() {}

  static String of(String line) {
    String text = line;
    if (text.indexOf('\u001b') >= 0) {
      text = CONTROLS.matcher(text).replaceAll("");
    }
    if (text.contains("\\t")) {
      text = text.replace("\\t", " ");
    }
    text = parted(text);
    return text.chars().anyMatch(c -> c == '"' || c == '\'' || c == '|' || c == '\u2502')
        ? QUOTES_AND_BARS.matcher(text).replaceAll(" ")
        : text;
  }

  /** With a blank behind a prefix that is glued to the first word. */
  private static String parted(String line) {
    int start = 0;
    for (int words = 0; words < MAX_PREFIX && start < line.length(); words++) {
      while (start < line.length() && Words.isBlank(line.charAt(start))) {
        start++;
      }
      int end = start;
      while (end < line.length() && !Words.isBlank(line.charAt(end))) {
        end++;
      }
      String word = line.substring(start, end);
      int glued = begins(word) ? 0 : glued(word);
      if (glued >= 0) {
        return glued == 0
            ? line
            : line.substring(0, start + glued) + " " + line.substring(start + glued);
      }
      start = end;
    }
    return line;
  }

  /** How many characters of the word are before the first one of a row, or -1. */
  private static int glued(String word) {
    for (int i = 0; i < Math.min(word.length() - 1, LONGEST_PREFIX); i++) {
      if (GLUE.indexOf(word.charAt(i)) >= 0) {
        String rest = word.substring(i + 1);
        if (begins(rest) || isEnd(word.substring(0, i), rest)) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  /** A number before an IPv6 address may be the number of a line or a part of the address. */
  private static boolean isEnd(String prefix, String word) {
    boolean sure = !IPV6.matcher(prefix).matches();
    return ((sure || Words.isNumber(prefix)) && END.matcher(word).matches())
        || (sure && IPV6_END.matcher(word).matches());
  }

  /** Whether a row or a header may begin with the word. */
  private static boolean begins(String word) {
    return Protocols.isTcp(word)
        || Protocols.isOther(word)
        || HEADERS.contains(word)
        || STATE.matcher(word).matches();
  }
}
