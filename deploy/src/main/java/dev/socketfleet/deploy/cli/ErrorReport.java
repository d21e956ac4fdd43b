package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.text.NearestName;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one message and an exit code; a stack trace means a defect. */
final class ErrorReport {

  private ErrorReport() {}

  /** The command line could not be understood: exit code 2. */
  static int usage(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String message =
        error instanceof UnmatchedArgumentException unmatched
            ? unknown(command, unmatched)
            : sentence(String.valueOf(error.getMessage()));
    command.getErr().println("%s: %s See: %s --help".formatted(name, message, name));
    return ExitCode.USAGE;
  }

  /** The command was understood but ended with an exception. */
  static int failure(Exception error, CommandLine command, ParseResult parsed) {
    String name = command.getCommandSpec().qualifiedName();
    if (error instanceof SetupException
        || error instanceof ConfigException
        || error instanceof ConfigurationException) {
      command.getErr().println(name + ": " + error.getMessage());
      return ExitCode.USAGE;
    }
    command.getErr().println(name + ": " + error.getMessage());
    if (!(error instanceof CommandFailedException)) {
      error.printStackTrace(command.getErr());
    }
    return ExitCode.SOFTWARE;
  }

  private static String unknown(CommandLine command, UnmatchedArgumentException error) {
    String given = error.getUnmatched().get(0);
    boolean option = error.isUnknownOption();
    Collection<String> known =
        option ? command.getCommandSpec().optionsMap().keySet() : command.getSubcommands().keySet();
    String kind = option ? "option" : known.isEmpty() ? "argument" : "command";
    Optional<String> nearest = NearestName.closeTo(withoutValue(given), known);
    return "unknown %s '%s'.%s"
        .formatted(
            kind, Quoted.of(given), nearest.map(" Did you mean '%s'?"::formatted).orElse(""));
  }

  private static String withoutValue(String option) {
    int equals = option.indexOf('=');
    return equals < 0 ? option : option.substring(0, equals);
  }

  private static String sentence(String text) {
    String printable = Quoted.of(text, 400);
    return printable.endsWith(".") ? printable : printable + ".";
  }
}
