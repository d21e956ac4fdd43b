package dev.socketfleet.deploy.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.socketfleet.collector.CollectCommand;
import dev.socketfleet.collector.UsageReport;
import dev.socketfleet.deploy.drill.Rate;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code socketfleet} command. */
@Command(
    name = "socketfleet",
    description = {
      "Counts the TCP sockets of a fleet by host, port and state, and raises alerts.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LocalCommand.class,
      CollectCommand.class,
      StreamsCommand.class,
      TopicsCommand.class,
      HostsCommand.class,
      QueryCommand.class,
      AlertsCommand.class,
      RulesCommand.class,
      StatesCommand.class,
      DrillCommand.class,
      BacktestCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
      ManCommand.class
    },
    footer = {
      "",
      "Begin with: socketfleet local",
      "Exit codes: 0 done, 1 failed at run time, 2 usage or configuration."
    })
public final class Socketfleet {

  private Socketfleet() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.detect();
    // What is no UTF-8 terminal may take bytes of it for commands.
    Charset charset = terminal.isNone() || terminal.unicode() ? UTF_8 : US_ASCII;
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    System.exit(run(out, err, args));
  }

  /** Runs one command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }

  static CommandLine commandLine() {
    CommandLine root = new CommandLine(new Socketfleet());
    root.registerConverter(Duration.class, new DurationConverter());
    root.registerConverter(Rate.class, new RateConverter());
    root.setParameterExceptionHandler(UsageReport::usage);
    root.setExecutionExceptionHandler(ErrorReport::failure);
    root.setUsageHelpAutoWidth(true);
    root.setHelpFactory(CommandSummaries::new);
    addStandardHelp(root);
    return root;
  }

  private static void addStandardHelp(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new ProductVersion());
    command.getSubcommands().values().forEach(Socketfleet::addStandardHelp);
  }
}
