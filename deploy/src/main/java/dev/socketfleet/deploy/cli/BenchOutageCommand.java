package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.bench.OutageBench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet bench outage}. */
@Command(
    name = "outage",
    description = {
      "What arrives of the collector's snapshots when an embedded Kafka is stopped for a while.",
      ""
    })
final class BenchOutageCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--collector",
      paramLabel = "DIR",
      defaultValue = "collector/target/socketfleet-collector",
      description = "The collector's distribution. Default: ${DEFAULT-VALUE}")
  private Path collector = Path.of("");

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "500ms",
      description = "Between two snapshots. Default: ${DEFAULT-VALUE}")
  private Duration interval = Duration.ZERO;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description = "How long Kafka is away. Default: ${DEFAULT-VALUE}")
  private Duration length = Duration.ZERO;

  @Override
  public Integer call() throws InterruptedException {
    try {
      new OutageBench(
              BenchCollectorCommand.requireCollector(collector),
              interval,
              spec.commandLine().getOut()::println)
          .run(length);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException("the benchmark broke off: " + e.getMessage(), e);
    }
  }
}
