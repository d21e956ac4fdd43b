package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.bench.SoakBench;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet bench soak}. */
@Command(
    name = "soak",
    description = {
      "Heap, resident memory and lag of an instance of streams over time, under a steady load.",
      ""
    })
final class BenchSoakCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Default: ${DEFAULT-VALUE}")
  private int hosts;

  @Option(
      names = "--per-second",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Snapshots of all hosts together. Default: ${DEFAULT-VALUE}")
  private int perSecond;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "30m",
      description = "Default: ${DEFAULT-VALUE}")
  private Duration length = Duration.ZERO;

  @Override
  public Integer call() throws InterruptedException {
    DrillDuration.requireWithin("--hosts", hosts, 100_000);
    DrillDuration.requireWithin("--per-second", perSecond, 100_000);
    try {
      new SoakBench(hosts, perSecond, Socketfleet.class, spec.commandLine().getOut()::println)
          .run(length);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException("the benchmark broke off: " + e.getMessage(), e);
    }
  }
}
