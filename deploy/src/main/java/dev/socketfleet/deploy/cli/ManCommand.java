package dev.socketfleet.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.CommandFailedException;
import dev.socketfleet.deploy.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code socketfleet man}: manual pages, from what {@code --help} is made of. */
@Command(
    name = "man",
    description = {
      "Prints the manual page of a command, or writes those of all commands into a folder:",
      "",
      "  socketfleet man query series | man -l -",
      "  socketfleet man --to /usr/local/share/man/man1",
      ""
    })
final class ManCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "A command, as query series.")
  private List<String> path = List.of();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Writes all pages into this folder, made where it is missing.")
  private @Nullable Path folder;

  @Override
  public Integer call() {
    CommandLine command = Socketfleet.commandLine();
    if (folder != null) {
      write(command, folder);
      return ExitCode.OK;
    }
    for (String name : path) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        throw new SetupException(
            "there is no command '%s' in %s: %s"
                .formatted(
                    Quoted.of(name),
                    command.getCommandSpec().qualifiedName(),
                    String.join(", ", command.getSubcommands().keySet())));
      }
      command = next;
    }
    spec.commandLine().getOut().print(new ManPage(command).roff());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private void write(CommandLine command, Path folder) {
    List<ManPage> pages = new ArrayList<>();
    collect(command, pages);
    try {
      Files.createDirectories(folder);
      for (ManPage page : pages) {
        Files.writeString(folder.resolve(page.name() + ".1"), page.roff(), UTF_8);
      }
    } catch (IOException e) {
      throw new CommandFailedException("%s cannot be written: %s".formatted(folder, e), e);
    }
    spec.commandLine().getOut().printf("%d pages are in %s%n", pages.size(), folder);
  }

  private static void collect(CommandLine command, List<ManPage> pages) {
    pages.add(new ManPage(command));
    command.getSubcommands().values().forEach(each -> collect(each, pages));
  }
}
