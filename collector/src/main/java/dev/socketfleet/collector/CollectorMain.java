package dev.socketfleet.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.socketfleet.collector.publish.KafkaClasses;
import java.io.PrintWriter;
import picocli.CommandLine;

/** The command of the collector's own distribution. */
public final class CollectorMain {

  private CollectorMain() {}

  /** Runs {@link CollectCommand} and ends the process with its exit code. */
  public static void main(String[] args) {
    KafkaClasses.initializeAside();
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    System.exit(commandLine().setOut(out).setErr(err).execute(args));
  }

  static CommandLine commandLine() {
    CommandLine command = new CommandLine(new CollectCommand());
    command.setCommandName("socketfleet-collector");
    command.setUsageHelpAutoWidth(true);
    command.setParameterExceptionHandler(UsageReport::usage);
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getCommandSpec().version("socketfleet-collector " + ProcessHealth.version());
    return command;
  }
}
