package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.SetupException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a drill holds its sockets, and the bounds of what it may be asked for. */
final class DrillDuration {

  private static final Duration MAX = Duration.ofMinutes(15);
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long, 1s to 15m. Default: ${DEFAULT-VALUE}")
  private Duration length = Duration.ZERO;

  Duration checked() {
    if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(MAX) > 0) {
      throw new SetupException(
          "--for was '%d s' but it must be 1s to 15m".formatted(length.toSeconds()));
    }
    return length;
  }

  static void requireWithin(String option, int value, int max) {
    if (value < 1 || value > max) {
      throw new SetupException(
          "%s was '%d' but it must be an integer in 1..%d".formatted(option, value, max));
    }
  }

  static void requirePort(int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new SetupException(
          "--port was '%d' but it must be an integer in 0..%d. Use 0 to pick a free port."
              .formatted(port, MAX_PORT));
    }
  }
}
