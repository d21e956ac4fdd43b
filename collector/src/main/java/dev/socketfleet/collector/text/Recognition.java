package dev.socketfleet.collector.text;

import java.util.Set;

/** What makes a line a sign of a format: {@link LineFormat#HEADER}, {@link LineFormat#ROW} or 0. */
final class Recognition {

  private static final Set<String> MACOS_ONLY =
      Set.of("tcp46", "udp46", "kctl", "kevt", "(UNIX)", "Multipath");

  private Recognition() {}

  static int ss(Words words) {
    boolean header =
        words.list().contains("Recv-Q")
            && words.list().contains("Local")
            && words.list().stream().anyMatch(word -> word.contains("Address:Port"));
    int state = words.list().indexOf("State");
    boolean wrappedHeader =
        state >= 0 && words.at(state + 1).equals("Recv-Q") && words.at(state + 2).equals("Send-Q");
    if (header || wrappedHeader) {
      return LineFormat.HEADER;
    }
    int queues = firstPair(words);
    return queues > 0 && !Protocols.isTcp(words.at(queues - 1)) && isEndWithColon(words, queues + 2)
        ? LineFormat.ROW
        : 0;
  }

  private static int firstPair(Words words) {
    for (int i = 0; i < Math.min(words.size() - 1, 8); i++) {
      if (words.isNumber(i) && words.isNumber(i + 1)) {
        return Protocols.isOther(words.at(Math.max(0, i - 1))) ? -1 : i;
      }
    }
    return -1;
  }

  private static boolean isEndWithColon(Words words, int at) {
    return SocketEnds.separatorOf(words.at(at)) == ':' && SocketEnds.isEnd(words.at(at + 1));
  }

  static int linux(Words words) {
    if (isNetstatHeader(words) && words.list().contains("State")) {
      return LineFormat.ROW;
    }
    return words.at(0).equals("unix") ? 1 : internet(words, ':');
  }

  static int bsd(Words words) {
    if (isNetstatHeader(words)
        && (words.list().contains("(state)") || words.list().contains("TCP-State"))) {
      return 2 * LineFormat.ROW;
    }
    boolean listener =
        NetstatParser.listenQueueAt(words) >= 0
            && SocketEnds.separatorOf(words.at(words.size() - 1)) == '.';
    return listener ? LineFormat.ROW : internet(words, '.');
  }

  static int openbsd(Words words) {
    return bsd(words) + (words.list().contains("TCP-State") ? 1 : 0);
  }

  static int aix(Words words) {
    boolean marked =
        words.list().contains("PCB/ADDR")
            || words.list().contains("SADR/PCB")
            || words.at(0).equals("so_options:");
    return bsd(words) + (marked ? 1 : 0);
  }

  static int macos(Words words) {
    boolean marked = words.list().stream().anyMatch(MACOS_ONLY::contains);
    return bsd(words) + (marked ? 1 : 0);
  }

  private static boolean isNetstatHeader(Words words) {
    return words.list().contains("Proto") && words.list().contains("Recv-Q");
  }

  /** Protocol, queues, end. */
  private static int internet(Words words, char separator) {
    int protocol = Protocols.find(words);
    int local = protocol < 0 ? 0 : words.skipNumbers(protocol + 1);
    boolean queued = protocol >= 0 && local >= protocol + 3;
    return queued && SocketEnds.separatorOf(words.at(local)) == separator ? LineFormat.ROW : 0;
  }

  static int windows(Words words) {
    int protocol = Protocols.find(words);
    boolean upper = protocol >= 0 && Character.isUpperCase(words.at(protocol).charAt(0));
    return upper && isEndWithColon(words, protocol + 1) ? LineFormat.ROW : 0;
  }

  static int solaris(Words words) {
    if (words.list().contains("Swind") || isSolarisSection(words)) {
      return LineFormat.HEADER;
    }
    boolean row =
        SocketEnds.isEnd(words.at(0)) && SocketEnds.isEnd(words.at(1)) && words.skipNumbers(2) >= 6;
    return row ? LineFormat.ROW : 0;
  }

  /** {@code TCP: IPv4}; others print numbers or nothing behind such a word. */
  private static boolean isSolarisSection(Words words) {
    int last = words.size() - 1;
    return last > 0 && words.at(last - 1).matches("TCP:|UDP:") && words.at(last).matches("IPv[46]");
  }

  static int sockstat(Words words) {
    if (words.list().contains("PROTO") && words.list().contains("FD")) {
      return LineFormat.HEADER;
    }
    int protocol = Protocols.find(words);
    boolean row =
        protocol >= 4
            && words.isNumber(protocol - 1)
            && words.isNumber(protocol - 2)
            && SocketEnds.isEnd(words.at(protocol + 1));
    return row ? LineFormat.ROW + 1 : 0;
  }
}
