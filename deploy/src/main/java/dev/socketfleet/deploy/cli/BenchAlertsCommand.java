package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.bench.AlertLatencyBench;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet bench alerts}. */
@Command(
    name = "alerts",
    description = {
      "How long after the broker took a snapshot its alert can be read, under a steady load, beside",
      "a record that Kafka Streams hands on as it is, with an embedded Kafka.",
      ""
    })
final class BenchAlertsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Default: ${DEFAULT-VALUE}")
  private int hosts;

  @Option(
      names = "--per-second",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Snapshots of all hosts together. Default: ${DEFAULT-VALUE}")
  private int perSecond;

  @Option(
      names = "--warm",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Under load before measuring. Default: ${DEFAULT-VALUE}")
  private int warmSeconds;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "400",
      description = "Alerts in a round. Default: ${DEFAULT-VALUE}")
  private int probes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any key of the streams configuration, for both; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Override
  public Integer call() throws InterruptedException {
    DrillDuration.requireWithin("--hosts", hosts, 100_000);
    DrillDuration.requireWithin("--per-second", perSecond, 100_000);
    DrillDuration.requireWithin("--warm", warmSeconds, 3_600);
    DrillDuration.requireWithin("--probes", probes, 10_000);
    DrillDuration.requireWithin("--rounds", rounds, 100);
    try {
      new AlertLatencyBench(
              hosts,
              perSecond,
              Duration.ofSeconds(warmSeconds),
              probes,
              settings,
              Socketfleet.class,
              spec.commandLine().getOut()::println)
          .run(rounds);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException("the benchmark broke off: " + e.getMessage(), e);
    }
  }
}
