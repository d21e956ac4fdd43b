package dev.socketfleet.deploy.cli;

import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.streams.http.AccessRole;
import dev.socketfleet.streams.http.AccessToken;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code socketfleet streams token}: makes a token of the API. */
@Command(
    name = "token",
    description = {
      "Makes a token for the API: the secret, for the client, goes to standard output; the line for",
      "the server's http.tokens.file, which holds no secret, to standard error.",
      ""
    })
final class TokenCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "Whose it is: 1 to 64 of A-Z a-z 0-9 . _ -")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "read",
      description = "read (everything) or metrics (/metrics alone). Default: ${DEFAULT-VALUE}")
  private String role = "read";

  @Override
  public Integer call() {
    AccessRole access =
        AccessRole.ofWireName(role)
            .orElseThrow(
                () ->
                    new SetupException("--role must be read or metrics, but it is another word."));
    AccessToken.Created created;
    try {
      created = AccessToken.create(name, access);
    } catch (IllegalArgumentException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
    spec.commandLine().getOut().println(created.secret());
    spec.commandLine().getErr().println(created.line());
    return ExitCode.OK;
  }
}
