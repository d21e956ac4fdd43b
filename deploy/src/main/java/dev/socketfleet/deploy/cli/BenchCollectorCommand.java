package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.bench.CollectorBench;
import dev.socketfleet.deploy.bench.OwnNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet bench collector}. */
@Command(
    name = "collector",
    description = {
      "Start, memory and processor time of the collector's own distribution, beside a bare Kafka",
      "producer that sends the same bytes, with an embedded Kafka and real sockets on loopback.",
      ""
    })
final class BenchCollectorCommand implements Callable<Integer> {

  private static final int MAX_SOCKETS = 56_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--collector",
      paramLabel = "DIR",
      defaultValue = "collector/target/socketfleet-collector",
      description = "The collector's distribution. Default: ${DEFAULT-VALUE}")
  private Path collector = Path.of("");

  @Option(
      names = "--sockets",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Default: ${DEFAULT-VALUE}")
  private int sockets;

  @Option(
      names = "--starts",
      paramLabel = "N",
      defaultValue = "9",
      description = "Default: ${DEFAULT-VALUE}")
  private int starts;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "Default: ${DEFAULT-VALUE}")
  private Duration interval = Duration.ZERO;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description = "Default: ${DEFAULT-VALUE}")
  private Duration length = Duration.ZERO;

  @Option(names = "--here", hidden = true, description = "Measures in this very namespace.")
  private boolean here;

  @Override
  public Integer call() throws InterruptedException {
    DrillDuration.requireWithin("--sockets", sockets, MAX_SOCKETS);
    DrillDuration.requireWithin("--starts", starts, 1_000);
    Path distribution = requireCollector(collector);
    try {
      if (!here && OwnNetwork.isPossible()) {
        return OwnNetwork.run(Socketfleet.class, inside());
      }
      new CollectorBench(distribution, spec.commandLine().getOut()::println)
          .run(sockets, starts, interval, length);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException("the benchmark broke off: " + e.getMessage(), e);
    }
  }

  static Path requireCollector(Path folder) {
    if (!Files.isExecutable(folder.resolve("bin/socketfleet-collector"))) {
      throw new SetupException(
          "--collector was '%s' but there is no bin/socketfleet-collector in it. Build it with mvn package."
              .formatted(folder));
    }
    return folder.toAbsolutePath();
  }

  private List<String> inside() {
    return List.of(
        "bench",
        "collector",
        "--here",
        "--collector",
        collector.toString(),
        "--sockets",
        Integer.toString(sockets),
        "--starts",
        Integer.toString(starts),
        "--interval",
        interval.toMillis() + "ms",
        "--for",
        length.toMillis() + "ms");
  }
}
