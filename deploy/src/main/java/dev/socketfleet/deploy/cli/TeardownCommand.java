package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.drill.Drills;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet drill teardown}. */
@Command(
    name = "teardown",
    description = {
      "A service whose FINs get lost, so that its connections never end: they stay in fin_wait_1, last_ack or",
      "closing, and more come. Everything is inside a network namespace of its own, which goes at the end.",
      "Needs root and nft, and a collector that may enter network namespaces (root). The default rule wants",
      "minutes of growth: with the default rate teardown-stuck fires within 8 min.",
      ""
    })
final class TeardownCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DrillDuration duration;
  @Mixin private DrillGrowth growth;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "fin_wait_1",
      description =
          "fin_wait_1 (the service closes first), last_ack (the client does) or closing (both at once);"
              + " any system's spelling. Default: ${DEFAULT-VALUE}")
  private String state = "";

  @Override
  public Integer call() {
    SocketState wanted = state();
    new DrillRun(spec.commandLine().getOut(), duration.orElse(Duration.ofMinutes(9)))
        .run(
            Drills.teardown(wanted, growth.count(), growth.rate()),
            "Expect:    teardown-stuck on this port, after more than five minutes of growth.");
    return ExitCode.OK;
  }

  private SocketState state() {
    Set<SocketState> meant;
    try {
      meant = StateDictionary.load().parse(state);
    } catch (IllegalArgumentException e) {
      throw new SetupException("--state: " + e.getMessage(), e);
    }
    if (meant.size() != 1 || !Drills.TEARDOWN_STATES.containsAll(meant)) {
      throw new SetupException(
          "--state was '%s' but it must be fin_wait_1, last_ack or closing".formatted(state));
    }
    return meant.iterator().next();
  }
}
