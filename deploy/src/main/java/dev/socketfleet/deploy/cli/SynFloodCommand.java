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

/** {@code socketfleet drill syn-flood}. */
@Command(
    name = "syn-flood",
    description = {
      "SYNs from ever other addresses of 127.0.0.0/8 that never answer, towards a listener with a queue of",
      "128. Everything is inside a network namespace of its own, which goes at the end. Needs root and nft,",
      "and a collector that may enter network namespaces (root). With the default rules, syn-received-high",
      "fires within 30 s; with --syncookies 2 no half-open connection shows and syn-cookies fires within",
      "3 min.",
      ""
    })
final class SynFloodCommand implements Callable<Integer> {

  private static final int MAX_RATE = 5000;
  private static final int ALWAYS = 2;

  @Spec private CommandSpec spec;
  @Mixin private DrillDuration duration;

  @Option(
      names = "--syncookies",
      paramLabel = "0|1|2",
      defaultValue = "1",
      description =
          "What the kernel does when the queue is full: drop (0), send cookies (1), cookies always (2)."
              + " Default: ${DEFAULT-VALUE}")
  private int syncookies;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "SYNs a second, 1 to 5000. Default: ${DEFAULT-VALUE}")
  private int rate;

  @Override
  public Integer call() {
    DrillDuration.requireWithin("--syncookies", syncookies, 0, ALWAYS);
    DrillDuration.requireWithin("--rate", rate, MAX_RATE);
    new DrillRun(spec.commandLine().getOut(), duration.orElse(Duration.ofMinutes(4)))
        .run(
            Drills.synFlood(syncookies, rate),
            syncookies == ALWAYS
                ? "Expect:    syn-cookies in this namespace within 3 min, and no syn_received socket."
                : "Expect:    syn-received-high on this port within 30 s.");
    return ExitCode.OK;
  }
}
