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

/** {@code socketfleet drill syn-sent}. */
@Command(
    name = "syn-sent",
    description = {
      "Clients of an upstream, 127.0.0.2, that lets SYNs get lost. Everything is inside a network namespace of",
      "its own, which goes at the end. Needs root and nft, and a collector that may enter network namespaces",
      "(root). With the default rules, syn-sent-high fires within 90 s and resolves within 60 s of the end.",
      ""
    })
final class SynSentCommand implements Callable<Integer> {

  private static final int MAX_COUNT = 2000;
  private static final int FIRES_AT = 20;

  @Spec private CommandSpec spec;
  @Mixin private DrillDuration duration;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "60",
      description = "Clients, 1 to 2000; the default rule fires at 20. Default: ${DEFAULT-VALUE}")
  private int count;

  @Override
  public Integer call() {
    DrillDuration.requireWithin("--count", count, MAX_COUNT);
    new DrillRun(spec.commandLine().getOut(), duration.orElse(Duration.ofMinutes(2)))
        .run(
            Drills.synSent(count),
            count >= FIRES_AT
                ? "Expect:    syn-sent-high towards this port within 90 s; it resolves within 60 s of the end."
                : "Expect:    nothing: syn-sent-high needs %d sockets.".formatted(FIRES_AT));
    return ExitCode.OK;
  }
}
