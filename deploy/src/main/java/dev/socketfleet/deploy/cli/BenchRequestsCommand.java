package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.bench.RequestBench;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet bench requests}. */
@Command(
    name = "requests",
    description = {
      "How one instance answers many requests a second about many hosts that report, beside Prometheus with the same data.",
      ""
    })
final class BenchRequestsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Each reports once a minute. Default: ${DEFAULT-VALUE}")
  private int hosts;

  @Option(
      names = "--per-second",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Requests. Default: ${DEFAULT-VALUE}")
  private int perSecond;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "20s",
      description = "Of each in each of three rounds. Default: ${DEFAULT-VALUE}")
  private Duration round = Duration.ZERO;

  @Override
  public Integer call() throws InterruptedException {
    DrillDuration.requireWithin("--hosts", hosts, 100_000);
    DrillDuration.requireWithin("--per-second", perSecond, 100_000);
    try {
      new RequestBench(hosts, perSecond, Socketfleet.class, spec.commandLine().getOut()::println)
          .run(round);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException("the benchmark broke off: " + e.getMessage(), e);
    }
  }
}
