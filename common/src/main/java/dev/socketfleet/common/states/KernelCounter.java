package dev.socketfleet.common.states;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of the kernel's TCP counters: nstat prints {@code TcpExtTCPReqQFullDrop}, /proc/net/netstat
 * {@code TCPReqQFullDrop}, a snapshot has {@code reqQFullDrop}.
 */
public final class KernelCounter {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{1,63}");

  private KernelCounter() {}

  /** The name in snapshots of a counter in any of its spellings. */
  public static String nameOf(String spelling) {
    String name =
        spelling.replaceFirst("^Tcp(Ext)?(?=[A-Z])", "").replaceFirst("^TCP(?=[A-Z])", "");
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** The name in snapshots, if the text can be the name of a counter. */
  public static Optional<String> nameIn(String text) {
    return NAME.matcher(text).matches() ? Optional.of(nameOf(text)) : Optional.empty();
  }
}
