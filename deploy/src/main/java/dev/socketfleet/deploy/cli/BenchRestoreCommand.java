package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.bench.RestoreBench;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet bench restore}. */
@Command(
    name = "restore",
    description = {
      "How long after the loss of an instance of streams every host is counted again.",
      ""
    })
final class BenchRestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--hosts",
      paramLabel = "N,...",
      defaultValue = "100,1000,10000",
      description = "Default: ${DEFAULT-VALUE}",
      split = ",")
  private List<Integer> hosts = List.of();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "60",
      description = "Windows of each host. Default: ${DEFAULT-VALUE}")
  private int minutes;

  @Override
  public Integer call() throws InterruptedException {
    hosts.forEach(it -> DrillDuration.requireWithin("--hosts", it, 100_000));
    DrillDuration.requireWithin("--minutes", minutes, 1_440);
    try {
      new RestoreBench(minutes, Socketfleet.class, spec.commandLine().getOut()::println).run(hosts);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException("the benchmark broke off: " + e.getMessage(), e);
    }
  }
}
