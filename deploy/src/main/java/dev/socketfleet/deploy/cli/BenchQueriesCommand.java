package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.bench.QueryBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet bench queries}. */
@Command(
    name = "queries",
    description = {
      "How long a series of 24 hours takes under a steady load, beside Prometheus with the same data.",
      ""
    })
final class BenchQueriesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "10",
      description = "With a history of 24 hours. Default: ${DEFAULT-VALUE}")
  private int hosts;

  @Option(
      names = "--per-second",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Snapshots of 1,000 other hosts together. Default: ${DEFAULT-VALUE}")
  private int perSecond;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Of each. Default: ${DEFAULT-VALUE}")
  private int queries;

  @Override
  public Integer call() throws InterruptedException {
    DrillDuration.requireWithin("--hosts", hosts, 1_000);
    DrillDuration.requireWithin("--per-second", perSecond, 100_000);
    DrillDuration.requireWithin("--queries", queries, 100_000);
    try {
      new QueryBench(hosts, perSecond, Socketfleet.class, spec.commandLine().getOut()::println)
          .run(queries);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException("the benchmark broke off: " + e.getMessage(), e);
    }
  }
}
