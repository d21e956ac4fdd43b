package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.drill.CloseWaitDrill;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet drill close-wait}. */
@Command(
    name = "close-wait",
    description = {
      "A service on the loopback address whose clients have closed and that never closes its own ends.",
      "Its endpoint shows COUNT close_wait sockets that belong to this process; the clients' ends show as",
      "fin_wait_2 for a minute. With the default rules an alert fires within 30 s and resolves within 60 s",
      "of the end.",
      ""
    })
final class CloseWaitCommand implements Callable<Integer> {

  private static final int MAX_COUNT = 2000;

  @Spec private CommandSpec spec;
  @Mixin private DrillDuration duration;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "300",
      description = "Sockets, 1 to 2000; the default rule fires at 100. Default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the service; 0 picks a free one. Default: ${DEFAULT-VALUE}")
  private int port;

  @Override
  public Integer call() {
    DrillDuration.requireWithin("--count", count, MAX_COUNT);
    DrillDuration.requirePort(port);
    new DrillRun(spec.commandLine().getOut(), duration.checked())
        .run(
            new CloseWaitDrill(count, port),
            count >= 100
                ? "A close_wait alert on this port fires within 30 s and resolves within 60 s of the end."
                : "The default rules fire at 100 sockets: this drill stays below.");
    return ExitCode.OK;
  }
}
