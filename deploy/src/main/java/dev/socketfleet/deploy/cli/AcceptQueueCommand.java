package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.drill.Drills;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet drill accept-queue}. */
@Command(
    name = "accept-queue",
    description = {
      "A service on the loopback address that does not accept: its queue is full, and eight more clients",
      "knock every three seconds in vain, which counts as ListenOverflows. With the default rules,",
      "listen-queue-full fires within 60 s and resolves within 60 s of the end.",
      ""
    })
final class AcceptQueueCommand implements Callable<Integer> {

  private static final int MAX_BACKLOG = 1000;

  @Spec private CommandSpec spec;
  @Mixin private DrillDuration duration;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "16",
      description = "Length of the queue, 1 to 1000. Default: ${DEFAULT-VALUE}")
  private int backlog;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the service; 0 picks a free one. Default: ${DEFAULT-VALUE}")
  private int port;

  @Override
  public Integer call() {
    DrillDuration.requireWithin("--backlog", backlog, MAX_BACKLOG);
    DrillDuration.requirePort(port);
    new DrillRun(spec.commandLine().getOut(), duration.orElse(Duration.ofSeconds(90)))
        .run(
            Drills.acceptQueue(backlog, port),
            "Expect:    listen-queue-full on this port within 60 s; it resolves within 60 s of the end.");
    return ExitCode.OK;
  }
}
