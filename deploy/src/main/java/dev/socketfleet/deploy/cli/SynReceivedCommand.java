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

/** {@code socketfleet drill syn-received}. */
@Command(
    name = "syn-received",
    description = {
      "A listener whose SYN+ACKs are lost on a broken way back: its queue is full of half-open connections.",
      "Everything is inside a network namespace of its own, which goes at the end. Needs root and nft, and",
      "a collector that may enter network namespaces (root). With the default rules, syn-received-high fires",
      "within 30 s and resolves within 60 s of the end.",
      ""
    })
final class SynReceivedCommand implements Callable<Integer> {

  private static final int MAX_COUNT = 2000;

  @Spec private CommandSpec spec;
  @Mixin private DrillDuration duration;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "200",
      description = "Half-open connections, 1 to 2000. Default: ${DEFAULT-VALUE}")
  private int count;

  @Override
  public Integer call() {
    DrillDuration.requireWithin("--count", count, MAX_COUNT);
    new DrillRun(spec.commandLine().getOut(), duration.orElse(Duration.ofSeconds(60)))
        .run(
            Drills.synReceived(count),
            "Expect:    syn-received-high on this port within 30 s; it resolves within 60 s of the end.");
    return ExitCode.OK;
  }
}
