package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.SetupException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a drill holds its sockets, and the bounds of what it may be asked for. */
final class DrillDuration {

  private static final Duration MAX = Duration.ofMinutes(15);
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "How long, 1s to 15m. Default: long enough for the alert.")
  private @Nullable Duration length;

  /**
   * What was asked for.
   *
   * @param otherwise when nothing was
   */
  Duration orElse(Duration otherwise) {
    Duration asked = length == null ? otherwise : length;
    requireWithin("--for", asked, MAX);
    return asked;
  }

  static void requireWithin(String option, Duration value, Duration max) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(max) > 0) {
      throw new SetupException(
          "%s was '%d s' but it must be 1s to %dm"
              .formatted(option, value.toSeconds(), max.toMinutes()));
    }
  }

  static void requireWithin(String option, int value, int max) {
    requireWithin(option, value, 1, max);
  }

  static void requireWithin(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new SetupException(
          "%s was '%d' but it must be an integer in %d..%d".formatted(option, value, min, max));
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
