package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.drill.Drills;
import dev.socketfleet.deploy.drill.Rate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet drill close-wait}. */
@Command(
    name = "close-wait",
    description = {
      "A service on the loopback address whose clients have closed and that never closes its own ends.",
      "Its endpoint shows COUNT close_wait sockets that belong to this process; the clients' ends show as",
      "fin_wait_2 for a minute. With the default rules, close-wait-high fires within 30 s and resolves within",
      "60 s of the end. With --rate they come one after the other, as from a leak; then close-wait-spike may",
      "be first, when more than 50 have stood for 30 s.",
      ""
    })
final class CloseWaitCommand implements Callable<Integer> {

  private static final int MAX_COUNT = 2000;
  private static final int FIRES_AT = 100;
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  @Spec private CommandSpec spec;
  @Mixin private DrillDuration duration;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "300",
      description = "Sockets, 1 to 2000; the default rule fires at 100. Default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description =
          "So many more a second (N/s) or minute (N/m), up to --count, instead of all at once.")
  private @Nullable Rate rate;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the service; 0 picks a free one. Default: ${DEFAULT-VALUE}")
  private int port;

  @Override
  public Integer call() {
    DrillDuration.requireWithin("--count", count, MAX_COUNT);
    DrillDuration.requirePort(port);
    Duration until = rate == null ? Duration.ZERO : rate.timeFor(FIRES_AT);
    new DrillRun(spec.commandLine().getOut(), duration.orElse(until.plus(LONG_ENOUGH)))
        .run(
            Drills.closeWait(count, port, Optional.ofNullable(rate)),
            count >= FIRES_AT
                ? "Expect:    %s on this port within %d s; it resolves within 60 s of the end."
                    .formatted(
                        rate == null ? "close-wait-high" : "close-wait-spike or close-wait-high",
                        until.plusSeconds(30).toSeconds())
                : "Expect:    nothing at once: close-wait-high needs %d sockets."
                    .formatted(FIRES_AT));
    return ExitCode.OK;
  }
}
