package dev.socketfleet.collector.source.namespace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The TCP counters of {@code /proc/PID/net/netstat} and {@code snmp}: pairs of lines with names and
 * values (net/ipv4/proc.c; RFC 4022 for those of snmp). Cumulative since the namespace was made.
 */
final class TcpCounters {

  /** Names in the snapshot by those of the kernel. */
  private static final Map<String, String> EXTENSIONS =
      Map.of(
          "ListenOverflows", "listenOverflows",
          "ListenDrops", "listenDrops",
          "SyncookiesSent", "syncookiesSent",
          "SyncookiesRecv", "syncookiesRecv",
          "SyncookiesFailed", "syncookiesFailed",
          "TCPReqQFullDoCookies", "reqQFullDoCookies",
          "TCPReqQFullDrop", "reqQFullDrop");

  private static final Map<String, String> STANDARD =
      Map.of(
          "RetransSegs", "retransSegs",
          "OutRsts", "outRsts",
          "EstabResets", "estabResets",
          "AttemptFails", "attemptFails");

  private TcpCounters() {}

  /** The counters in a {@code net} directory; those that the kernel does not tell are absent. */
  static Map<String, Long> read(Path net) {
    Map<String, Long> counters = new HashMap<>();
    collect(lines(net.resolve("netstat")), "TcpExt:", EXTENSIONS, counters);
    collect(lines(net.resolve("snmp")), "Tcp:", STANDARD, counters);
    return counters;
  }

  static void collect(
      List<String> lines, String prefix, Map<String, String> wanted, Map<String, Long> into) {
    List<String> pair = lines.stream().filter(line -> line.startsWith(prefix)).limit(2).toList();
    if (pair.size() < 2) {
      return;
    }
    String[] names = pair.get(0).split(" ", -1);
    String[] values = pair.get(1).split(" ", -1);
    for (int i = 0; i < Math.min(names.length, values.length); i++) {
      String name = wanted.get(names[i]);
      if (name != null) {
        put(into, name, values[i]);
      }
    }
  }

  private static void put(Map<String, Long> into, String name, String value) {
    try {
      into.put(name, Long.parseLong(value));
    } catch (NumberFormatException e) {
      // Told in a form that nobody knows: absent, as if not told.
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }
}
