package dev.socketfleet.collector.text;

import java.util.regex.Pattern;

/** The protocol columns of netstat, ss and sockstat. */
final class Protocols {

  /** A row may have this many foreign columns before its protocol. */
  private static final int LAST_COLUMN = 12;

  /** tcp, tcp4, tcp6, tcp46; FreeBSD's toe4 is TCP in the network card. */
  private static final Pattern TCP = Pattern.compile("(?i)(?:tcp|toe)(?:v?[46]{1,2})?");

  /**
   * An older ss prints {@code ???} for sockets of ping, macOS numbers the flows of Multipath TCP,
   * which it prints as TCP, too.
   */
  private static final Pattern OTHER =
      Pattern.compile(
          "(?i)\\?{3}|(?:mp)?tcp[46]?/\\d+|udp(?:v?[46]{1,2}|lite6?|l[46]?)?|raw[46]?|icmp?(?:v?[46])?|igmp[46]?|ip[46]|unix"
              + "|sctp[46]{0,2}|dccp[46]?|div(?:t|ert)?[46]?|mptcp[46]?|nl|u_(?:str|dgr|seq)"
              + "|p_(?:raw|dgr)|v_(?:str|dgr|seq)|vsock|ti_(?:dg|rd|st|sq)|tipc|xdp|kctl|kevt"
              + "|stream|dgram|seqpac(?:ket)?");

  private Protocols() {}

  static boolean isTcp(String word) {
    return TCP.matcher(word).matches();
  }

  static boolean isOther(String word) {
    return OTHER.matcher(word).matches();
  }

  static boolean isV6(String word) {
    return word.endsWith("6");
  }

  /** The first word that is a protocol, or -1. */
  static int find(Words words) {
    int last = Math.min(words.size() - 1, LAST_COLUMN);
    for (int i = 0; i <= last; i++) {
      String word = words.at(i);
      if (word.length() <= 8 && (isTcp(word) || isOther(word))) {
        return i;
      }
    }
    return -1;
  }
}
