package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.drill.Drills;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet drill listener-gone}. */
@Command(
    name = "listener-gone",
    description = {
      "A service on the loopback address in a process of its own, which is killed after a while: its listener",
      "vanishes. With the default rules, listener-gone fires within 60 s after that.",
      ""
    })
final class ListenerGoneCommand implements Callable<Integer> {

  private static final Duration MAX_AFTER = Duration.ofMinutes(14);

  @Spec private CommandSpec spec;
  @Mixin private DrillDuration duration;

  @Option(
      names = "--after",
      paramLabel = "TIME",
      defaultValue = "150s",
      description =
          "How long the service lives, 1s to 14m; the default rule wants two minutes. Default: ${DEFAULT-VALUE}")
  private Duration after = Duration.ZERO;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "18080",
      description =
          "Port of the service; the default rule takes none of the ephemeral range for a service. 0 picks a free one. Default: ${DEFAULT-VALUE}")
  private int port;

  @Override
  public Integer call() {
    DrillDuration.requireWithin("--after", after, MAX_AFTER);
    DrillDuration.requirePort(port);
    new DrillRun(spec.commandLine().getOut(), duration.orElse(after.plusSeconds(60)))
        .run(
            Drills.listenerGone(port, after),
            "Expect:    listener-gone on this port within %d s.".formatted(after.toSeconds() + 60));
    return ExitCode.OK;
  }
}
