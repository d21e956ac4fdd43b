package dev.socketfleet.deploy.cli;

import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.bench.OwnNetwork;
import dev.socketfleet.deploy.bench.SnapshotBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet bench snapshot}. */
@Command(
    name = "snapshot",
    description = {
      "Processor time and allocation of one snapshot for each source, with real sockets on loopback,",
      "beside ss and OSHI. As root in a network namespace of its own, else on the host's loopback.",
      ""
    })
final class BenchSnapshotCommand implements Callable<Integer> {

  private static final int MAX_SOCKETS = 56_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--sockets",
      split = ",",
      paramLabel = "N",
      defaultValue = "1000,10000,50000",
      description = "How many sockets, at most 56000. Default: ${DEFAULT-VALUE}")
  private List<Integer> sockets = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "15",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(names = "--here", hidden = true, description = "Measures in this very namespace.")
  private boolean here;

  @Override
  public Integer call() throws InterruptedException {
    sockets.forEach(n -> DrillDuration.requireWithin("--sockets", n, MAX_SOCKETS));
    DrillDuration.requireWithin("--rounds", rounds, 1_000);
    try {
      if (!here && OwnNetwork.isPossible()) {
        return OwnNetwork.run(
            Socketfleet.class,
            List.of(
                "bench",
                "snapshot",
                "--here",
                "--rounds",
                Integer.toString(rounds),
                "--sockets",
                sockets.stream().map(String::valueOf).collect(Collectors.joining(","))));
      }
      new SnapshotBench(rounds, spec.commandLine().getOut()::println).run(sockets);
      return ExitCode.OK;
    } catch (IOException | SourceUnavailableException e) {
      throw new CommandFailedException("the benchmark broke off: " + e.getMessage(), e);
    }
  }
}
