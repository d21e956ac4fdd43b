package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CompletionCommandTest {

  @TempDir private Path folder;

  private static String printed(String... args) {
    StringWriter out = new StringWriter();
    assertThat(Socketfleet.run(new PrintWriter(out, true), new PrintWriter(out, true), args))
        .as("%s", out)
        .isZero();
    return out.toString();
  }

  /** What bash offers at the end of this line; the last word is the one that is begun. */
  private String offered(String... words) throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), printed("completion"));
    String quoted = String.join(" ", Stream.of(words).map(word -> "'" + word + "'").toList());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source \"$0\"; COMP_WORDS=(socketfleet %s); COMP_CWORD=%d; _complete_socketfleet; echo ${COMPREPLY[@]}"
                    .formatted(quoted, words.length),
                script.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  static Stream<CommandLine> commands() {
    return all(Socketfleet.commandLine());
  }

  private static boolean isHidden(CommandLine command) {
    CommandLine parent = command.getParent();
    return command.getCommandSpec().usageMessage().hidden() || (parent != null && isHidden(parent));
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(CompletionCommandTest::all));
  }

  @Test
  void bashOffersCommandsOptionsAndValues() throws Exception {
    assertThat(offered("hosts", "fo")).isEqualTo("forget");
    assertThat(offered("query", "top", "--by", "")).isEqualTo("host endpoint owner");
    assertThat(offered("query", "top", "--state", "close")).isEqualTo("closed close_wait");
    assertThat(offered("alerts", "list", "--severity", "c")).isEqualTo("critical");
    for (CommandLine command : commands().filter(it -> !isHidden(it)).toList()) {
      String[] path = command.getCommandSpec().qualifiedName().split(" ", -1);
      String[] words =
          Stream.concat(Stream.of(path).skip(1), Stream.of("--")).toArray(String[]::new);
      assertThat(offered(words).split(" ", -1))
          .as("of %s", command.getCommandSpec().qualifiedName())
          .contains(
              command.getCommandSpec().options().stream()
                  .filter(option -> !option.hidden())
                  .map(OptionSpec::longestName)
                  .toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyPageNamesEveryOptionAndCommand(CommandLine command) {
    String page = new ManPage(command).roff();
    for (OptionSpec option : command.getCommandSpec().options()) {
      for (String name : option.names()) {
        assertThat(
                page.contains("\\fB" + name.replace("-", "\\-"))
                    || page.contains(", " + name.replace("-", "\\-")))
            .as(name)
            .isEqualTo(!option.hidden());
      }
    }
    command
        .getSubcommands()
        .forEach(
            (name, each) ->
                assertThat(page.contains("\\fB" + name.replace("-", "\\-") + "\\fR\n"))
                    .as(name)
                    .isEqualTo(!each.getCommandSpec().usageMessage().hidden()));
    assertThat(page.lines().filter(line -> line.startsWith(".")))
        .allMatch(
            line -> line.matches("\\.(TH|SH|TP|PP|EX|EE|B|BR|nh|ad)( .*)?"), "a macro of man(7)");
  }

  @Test
  void theFolderHasAPageForEachCommand() throws Exception {
    Path pages = folder.resolve("man1");
    assertThat(printed("man", "--to", pages.toString()))
        .isEqualTo("%d pages are in %s%n".formatted(commands().count(), pages));
    assertThat(Files.readString(pages.resolve("socketfleet-hosts-forget.1")))
        .isEqualTo(printed("man", "hosts", "forget"))
        .startsWith(".TH \"socketfleet\\-hosts\\-forget\" 1");
  }

  @Test
  void namesTheCommandsWhereThereIsNoSuchOne() {
    StringWriter err = new StringWriter();
    assertThat(
            Socketfleet.run(
                new PrintWriter(err, true), new PrintWriter(err, true), "man", "hosts", "delete"))
        .isEqualTo(2);
    assertThat(err)
        .hasToString(
            "socketfleet man: there is no command 'delete' in socketfleet hosts: list, forget\n");
  }
}
