package dev.socketfleet.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What this process tells of itself. */
final class ProcessHealth {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RSS = "VmRSS:";

  private ProcessHealth() {}

  /** Of the jar's manifest; {@code development} when the classes lie in a folder. */
  static String version() {
    return Optional.ofNullable(ProcessHealth.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** Resident memory in bytes, 0 where the system does not tell: proc_pid_status(5). */
  static long rssBytes() {
    try {
      return Files.readAllLines(STATUS, ISO_8859_1).stream()
              .filter(line -> line.startsWith(RSS))
              .mapToLong(ProcessHealth::kibibytes)
              .findFirst()
              .orElse(0)
          * 1024;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private static long kibibytes(String line) {
    return Long.parseLong(line.substring(RSS.length()).replace("kB", "").strip());
  }
}
