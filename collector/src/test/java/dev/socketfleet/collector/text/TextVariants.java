package dev.socketfleet.collector.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What happens to the lines of a table on its way; none of it changes what is counted. */
final class TextVariants {

  private static final Pattern HEADER = Pattern.compile("(?i).*local.address.*");
  private static final Pattern CUT_V6 = Pattern.compile("2001:db8:1111:2222:3333:4444:5555:");
  private static final Pattern STATE = Pattern.compile("\\b(LISTEN|ESTAB|CLOSE.WAIT)(?=\\s)");
  private static final Pattern PORT = Pattern.compile("(?<=[:.])(22|443)(?=\\s)");

  private TextVariants() {}

  /** By name, so that a failure says which one it was. */
  static Map<String, UnaryOperator<String>> all(Random random) {
    Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
    all.put("nothing", text -> text);
    for (int width : List.of(80, 100, 132)) {
      all.put("wrapped at " + width, text -> wrapped(text, width, false));
      all.put("wrapped at " + width + " and copied", text -> wrapped(text, width, true));
    }
    for (String prefix :
        List.of(
            "web1: ",
            "web1:",
            "/tmp/web1.txt:",
            "> ",
            ">",
            "    ",
            "\t",
            "- ",
            "10:00:01 ",
            "2026-11-25T10:00:01.123Z ",
            "2026-11-25 10:00:01,123 INFO  ",
            "Nov 25 10:00:01 web1 cron[4711]: ",
            "[pod/web-1/app] ",
            "web1 | ",
            "10.0.0.7: ")) {
      all.put("behind '" + prefix + "'", text -> eachLine(text, line -> prefix + line));
    }
    all.put("numbered by grep", text -> numbered(text, "%d:%s"));
    all.put("numbered by cat", text -> numbered(text, "%6d\t%s"));
    all.put("with more columns", text -> eachLine(text, line -> line + "   eth0 17 x/y"));
    all.put("with repeated headers", text -> withHeaders(text, random));
    all.put("with blank lines", text -> eachLine(text, line -> line + "\n"));
    all.put("with blanks at the ends", text -> eachLine(text, line -> line + "   "));
    all.put("parted by tabs", text -> eachLine(text, line -> line.replaceAll(" +", "\t")));
    all.put("in a table of bars", text -> eachLine(text, TextVariants::bars));
    all.put("as strings of JSON", text -> eachLine(text, line -> json(line) + ","));
    all.put("as one string", text -> "\"stdout\": " + json(text.stripTrailing()));
    all.put("as a container's log", text -> eachLine(text, TextVariants::containerLog));
    all.put("as strings of YAML", text -> eachLine(text, line -> "  - '" + line + "'"));
    all.put("in color", text -> eachLine(text, TextVariants::colored));
    all.put("in a terminal's log", TextVariants::typescript);
    all.put("between prompts", text -> "$ netstat -an -p tcp | tee x\n" + text + "root@web1:~# ");
    all.put("without the last line end", String::stripTrailing);
    all.put("with names of ports", text -> named(text));
    all.put("with cut addresses", text -> CUT_V6.matcher(text).replaceAll("2001:db8:1111:22:"));
    return all;
  }

  private static String eachLine(String text, UnaryOperator<String> change) {
    return text.lines().map(change).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String numbered(String text, String format) {
    List<String> lines = new ArrayList<>();
    text.lines().forEach(line -> lines.add(format.formatted(lines.size() + 1, line)));
    return String.join("\n", lines) + "\n";
  }

  private static String wrapped(String text, int width, boolean copied) {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      for (int at = 0; at == 0 || at < line.length(); at += width) {
        String part = line.substring(at, Math.min(line.length(), at + width));
        lines.add(copied ? part.stripTrailing() : part);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** Repeats the last header in the middle, as {@code watch} and {@code netstat -c} do. */
  private static String withHeaders(String text, Random random) {
    List<String> lines = new ArrayList<>();
    String header = "";
    for (String line : text.lines().toList()) {
      header = HEADER.matcher(line).matches() ? line : header;
      if (!line.isBlank() && random.nextInt(3) == 0) {
        lines.add(header);
      }
      lines.add(line);
    }
    return String.join("\n", lines) + "\n";
  }

  private static String bars(String line) {
    return line.isBlank() ? "" : "| " + line.strip().replaceAll("\\s+", " | ") + " |";
  }

  private static String json(String text) {
    return '"' + text.replace("\"", "\\\"").replace("\t", "\\t").replace("\n", "\\n") + '"';
  }

  private static String containerLog(String line) {
    return "{\"log\":" + json(line + "\n") + ",\"stream\":\"stdout\",\"time\":\"2026-11-25\"}";
  }

  private static String colored(String line) {
    return "\u001b[0m" + STATE.matcher(line).replaceAll("\u001b[1;32m$1\u001b[0m") + "\u001b[K";
  }

  private static String typescript(String text) {
    String prompt = "\u001b]0;root@web1: ~\u0007\u001b[?2004hroot@web1:~# ";
    return "Script started\n"
        + prompt
        + "netstat -an\r\n\u001b[?2004l\r"
        + text.replace("\n", "\r\n")
        + prompt
        + "exit\r\n";
  }

  private static String named(String text) {
    return PORT.matcher(text).replaceAll(port -> port.group(1).equals("22") ? "ssh" : "https");
  }
}
