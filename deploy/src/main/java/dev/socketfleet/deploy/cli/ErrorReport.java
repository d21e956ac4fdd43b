package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.config.ConfigurationException;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one message and an exit code; a stack trace means a defect. */
final class ErrorReport {

  private ErrorReport() {}

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
}
