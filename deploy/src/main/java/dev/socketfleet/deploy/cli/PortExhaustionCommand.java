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

/** {@code socketfleet drill port-exhaustion}. */
@Command(
    name = "port-exhaustion",
    description = {
      "Clients that use up all ephemeral ports to one service: most hold their connections, the others come",
      "and go and leave time_wait. Everything is inside a network namespace of its own with a small range of",
      "ports, which goes at the end. Needs root, and a collector that may enter network namespaces (root).",
      "With the default rules, ephemeral-ports-low fires within 30 s and resolves within 60 s of the end.",
      ""
    })
final class PortExhaustionCommand implements Callable<Integer> {

  private static final int MIN_PORTS = 20;
  private static final int MAX_PORTS = 2000;

  @Spec private CommandSpec spec;
  @Mixin private DrillDuration duration;

  @Option(
      names = "--ports",
      paramLabel = "N",
      defaultValue = "200",
      description = "Ports in the range, 20 to 2000. Default: ${DEFAULT-VALUE}")
  private int ports;

  @Override
  public Integer call() {
    DrillDuration.requireWithin("--ports", ports, MIN_PORTS, MAX_PORTS);
    new DrillRun(spec.commandLine().getOut(), duration.orElse(Duration.ofSeconds(60)))
        .run(
            Drills.portExhaustion(ports),
            "Expect:    ephemeral-ports-low in this namespace within 30 s; it resolves within 60 s of the end.");
    return ExitCode.OK;
  }
}
