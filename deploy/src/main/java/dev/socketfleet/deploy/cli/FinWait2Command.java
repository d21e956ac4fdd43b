package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.drill.Drills;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code socketfleet drill fin-wait-2}. */
@Command(
    name = "fin-wait-2",
    description = {
      "Clients that have closed towards a peer that never does: they stay in fin_wait_2, and more come.",
      "Everything is inside a network namespace of its own, which goes at the end. Needs root and nft, and",
      "a collector that may enter network namespaces (root). The default rule wants six growing minutes:",
      "with the default rate fin-wait-2-growing fires within 8 min.",
      ""
    })
final class FinWait2Command implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DrillDuration duration;
  @Mixin private DrillGrowth growth;

  @Override
  public Integer call() {
    new DrillRun(spec.commandLine().getOut(), duration.orElse(Duration.ofMinutes(9)))
        .run(
            Drills.finWait2(growth.count(), growth.rate()),
            "Expect:    fin-wait-2-growing towards this port, after more than five minutes of growth.");
    return ExitCode.OK;
  }
}
