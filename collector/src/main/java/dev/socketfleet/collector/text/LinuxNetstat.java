package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.ToldProcess;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** net-tools and busybox: {@code -e} adds user and inode, {@code -p} PID/program, -o a timer. */
final class LinuxNetstat implements NetstatParser.Dialect {

  private static final Pattern PROCESS = Pattern.compile("(\\d{1,9})/(.*)");

  @Override
  public boolean hasAcceptQueues() {
    return true;
  }

  @Override
  public ToldProcess process(Words words, int from) {
    String user = words.isNumber(from + 1) && isUser(words.at(from)) ? words.at(from) : "";
    for (int i = from; i < words.size(); i++) {
      Matcher matcher = PROCESS.matcher(words.at(i));
      if (matcher.matches()) {
        int pid = Words.number(matcher.group(1));
        return new ToldProcess(pid, program(matcher.group(2)), user, "");
      }
    }
    return new ToldProcess(0, "", user, "");
  }

  private static boolean isUser(String word) {
    return !word.equals("-") && word.indexOf('/') < 0 && word.indexOf('(') < 0;
  }

  /** The command line is cut to the program: {@code sshd:} of {@code sshd: root@pts/0}. */
  private static String program(String command) {
    int colon = command.indexOf(':');
    return colon > 0 ? command.substring(0, colon) : command;
  }
}
