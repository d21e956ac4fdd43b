package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.bench.RulesBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet bench rules}. */
@Command(
    name = "rules",
    description = {
      "Processor time of a snapshot in the engine without rules, with the default pack and with many",
      "more, in turns in one process. Needs about 1 GiB of heap for 10000 hosts.",
      ""
    })
final class BenchRulesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many hosts, at most 100000. Default: ${DEFAULT-VALUE}")
  private int hosts;

  @Option(
      names = "--endpoints",
      paramLabel = "N",
      defaultValue = "30",
      description = "Endpoints of each host, at most 2000. Default: ${DEFAULT-VALUE}")
  private int endpoints;

  @Option(
      names = "--rules",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Rules beside the default pack, at most 10000. Default: ${DEFAULT-VALUE}")
  private int rules;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Override
  public Integer call() {
    DrillDuration.requireWithin("--hosts", hosts, 100_000);
    DrillDuration.requireWithin("--endpoints", endpoints, 2_000);
    DrillDuration.requireWithin("--rules", rules, 10_000);
    DrillDuration.requireWithin("--rounds", rounds, 1_000);
    new RulesBench(hosts, endpoints, rules, rounds, spec.commandLine().getOut()::println).run();
    return ExitCode.OK;
  }
}
