package dev.socketfleet.deploy.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Another program, measured by the processor time that the kernel accounts to it. */
final class Peer {

  private Peer() {}

  static boolean isInstalled(String program) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v \"$0\" >/dev/null", program).start().waitFor()
        == 0;
  }

  /**
   * Runs a command of the shell with its output thrown away.
   *
   * @return user and system time of the whole process, milliseconds
   */
  static double cpuMs(String command) throws IOException {
    Process process =
        new ProcessBuilder(
                "bash", "-c", "TIMEFORMAT='%3U %3S'; time " + command + " >/dev/null 2>/dev/null")
            .redirectErrorStream(true)
            .start();
    try (var output = process.getInputStream()) {
      String[] seconds =
          new String(output.readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ", -1);
      return 1_000 * (Double.parseDouble(seconds[0]) + Double.parseDouble(seconds[1]));
    }
  }

  /** Ends a peer that runs beside the measurement. */
  static void end(Process process) {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
