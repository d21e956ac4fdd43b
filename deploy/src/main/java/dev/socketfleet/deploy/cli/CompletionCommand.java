package dev.socketfleet.deploy.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code socketfleet completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints a script for bash and zsh that completes commands, options and their values:",
      "",
      "  source <(socketfleet completion)",
      "",
      "or for good: socketfleet completion > /etc/bash_completion.d/socketfleet",
      "In zsh, before it: autoload -U +X compinit && compinit",
      ""
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .println(AutoComplete.bash("socketfleet", Socketfleet.commandLine()));
    return ExitCode.OK;
  }
}
