package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.bench.StreamsBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet bench streams}. */
@Command(
    name = "streams",
    description = {
      "Snapshots per second of processor time of the streams application, beside a bare consumer with",
      "the same parser and the textbook topology of Kafka Streams, with an embedded Kafka.",
      ""
    })
final class BenchStreamsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Default: ${DEFAULT-VALUE}")
  private int hosts;

  @Option(
      names = "--endpoints",
      paramLabel = "N",
      defaultValue = "30",
      description = "Of each host. Default: ${DEFAULT-VALUE}")
  private int endpoints;

  @Option(
      names = "--snapshots",
      paramLabel = "N",
      defaultValue = "120",
      description = "Of each host. Default: ${DEFAULT-VALUE}")
  private int snapshots;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--rules",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Measures without any rule and with so many more than ship, too.",
        "Default: ${DEFAULT-VALUE}"
      })
  private int rules;

  @Option(names = "--no-textbook", description = "Leaves the textbook topology out: it is slow.")
  private boolean withoutTextbook;

  @Override
  public Integer call() throws InterruptedException {
    DrillDuration.requireWithin("--hosts", hosts, 100_000);
    DrillDuration.requireWithin("--endpoints", endpoints, 2_000);
    DrillDuration.requireWithin("--snapshots", snapshots, 10_000);
    DrillDuration.requireWithin("--rounds", rounds, 100);
    DrillDuration.requireWithin("--rules", rules, 0, 10_000);
    try {
      new StreamsBench(
              hosts,
              endpoints,
              snapshots,
              rules,
              Socketfleet.class,
              spec.commandLine().getOut()::println)
          .run(rounds, !withoutTextbook);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException("the benchmark broke off: " + e.getMessage(), e);
    }
  }
}
