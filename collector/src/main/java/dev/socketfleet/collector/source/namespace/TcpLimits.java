package dev.socketfleet.collector.source.namespace;

import dev.socketfleet.common.model.KernelLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The limits under {@code /proc/sys/net} that bound a host's sockets: ip-sysctl.rst. */
final class TcpLimits {

  private TcpLimits() {}

  /** What this thread's network namespace says; a missing or broken file is unknown. */
  static KernelLimits read(Path net) {
    String[] range = words(net.resolve("ipv4/ip_local_port_range"));
    return new KernelLimits(
        number(words(net.resolve("ipv4/tcp_max_syn_backlog")), 0),
        number(words(net.resolve("core/somaxconn")), 0),
        number(words(net.resolve("ipv4/tcp_syncookies")), 0),
        number(range, 0),
        number(range, 1));
  }

  private static String[] words(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).strip().split("\\s+");
    } catch (IOException e) {
      return new String[0];
    }
  }

  private static long number(String[] words, int index) {
    try {
      return index < words.length ? Long.parseLong(words[index]) : KernelLimits.UNKNOWN;
    } catch (NumberFormatException e) {
      return KernelLimits.UNKNOWN;
    }
  }
}
