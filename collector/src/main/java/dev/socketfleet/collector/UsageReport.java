package dev.socketfleet.collector;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.text.NearestName;
import java.util.Collection;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells in one line why a command line could not be understood. */
public final class UsageReport {

  private UsageReport() {}

  /** Prints it, and where help is; the exit code is 2. */
  public static int usage(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String message =
        error instanceof UnmatchedArgumentException unmatched
            ? unknown(command, unmatched)
            : sentence(String.valueOf(error.getMessage()));
    command.getErr().println("%s: %s See: %s --help".formatted(name, message, name));
    return ExitCode.USAGE;
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
