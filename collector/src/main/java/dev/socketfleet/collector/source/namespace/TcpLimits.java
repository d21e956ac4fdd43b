package dev.socketfleet.collector.source.namespace;

import dev.socketfleet.common.model.KernelLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The limits under {@code /proc/sys/net} that bound a host's sockets: ip-sysctl.rst. */
final class TcpLimits {

  private static final int MAX_LENGTH = 128;

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

  /**
   * These files answer one read from their start and nothing after it (proc_dointvec in
   * kernel/sysctl.c). Files.readString starts with a single byte where the size is told as 0, so it
   * would see {@code 4} for 4096.
   */
  private static String[] words(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MAX_LENGTH), StandardCharsets.US_ASCII);
      return text.strip().split("\\s+");
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
