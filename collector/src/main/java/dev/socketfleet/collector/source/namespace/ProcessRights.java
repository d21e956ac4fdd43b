package dev.socketfleet.collector.source.namespace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The capabilities that seeing other namespaces takes: capabilities(7). */
final class ProcessRights {

  /** Reading {@code /proc/PID/ns/net} of other users' processes. Bit number. */
  private static final int SYS_PTRACE = 19;

  /** Entering a namespace with setns(2). Bit number. */
  private static final int SYS_ADMIN = 21;

  private static final String EFFECTIVE = "CapEff:";

  private ProcessRights() {}

  /** Names of the capabilities that this thread lacks for reading all namespaces. */
  static List<String> missing(Path proc) {
    long effective = effective(proc.resolve("thread-self/status"));
    List<String> missing = new ArrayList<>();
    if ((effective & 1L << SYS_ADMIN) == 0) {
      missing.add("CAP_SYS_ADMIN");
    }
    if ((effective & 1L << SYS_PTRACE) == 0) {
      missing.add("CAP_SYS_PTRACE");
    }
    return missing;
  }

  private static long effective(Path status) {
    try {
      for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith(EFFECTIVE)) {
          return Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16);
        }
      }
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
    return 0;
  }
}
