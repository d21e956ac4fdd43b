package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.drill.Rate;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How fast a drill's sockets become more, and how many at most. */
final class DrillGrowth {

  private static final int MAX_COUNT = 2000;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Sockets at most, 1 to 2000. Default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      defaultValue = "1/s",
      description = "So many more a second (N/s) or minute (N/m). Default: ${DEFAULT-VALUE}")
  private Rate rate = new Rate(1, Duration.ofSeconds(1));

  int count() {
    DrillDuration.requireWithin("--count", count, MAX_COUNT);
    return count;
  }

  Rate rate() {
    return rate;
  }
}
