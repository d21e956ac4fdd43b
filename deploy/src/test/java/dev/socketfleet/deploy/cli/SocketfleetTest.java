package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class SocketfleetTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void namesTheOptionThatWasProbablyMeant() {
    assertThat(run("topics", "--crate")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "socketfleet topics: unknown option '--crate'. Did you mean '--create'? See: socketfleet topics --help\n");
  }

  @Test
  void namesTheCommandThatWasProbablyMeant() {
    assertThat(run("topic")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "socketfleet: unknown command 'topic'. Did you mean 'topics'? See: socketfleet --help\n");
  }

  @Test
  void suggestsNothingThatIsFarAway() {
    assertThat(run("topics", "--zzzzzz")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "socketfleet topics: unknown option '--zzzzzz'. See: socketfleet topics --help\n");
  }

  @Test
  void aMissingCommandIsAUsageError() {
    assertThat(run()).isEqualTo(2);
    assertThat(err)
        .hasToString("socketfleet: Missing required subcommand. See: socketfleet --help\n");
  }

  @Test
  void namesTheBadValue() {
    assertThat(run("topics", "--partitions", "many\u001b[2J")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "socketfleet topics: Invalid value for option '--partitions': 'many?[2J' is not an int. See: socketfleet topics --help\n");
  }

  @Test
  void namesTheSizeThatCannotBe() {
    assertThat(run("topics", "--replication", "0")).isEqualTo(2);
    assertThat(err)
        .hasToString("socketfleet topics: replication was '0' but it must be 1 or more\n");
  }

  @Test
  void refusesADrillThatNeedsRoot() {
    String user = System.getProperty("user.name");
    System.setProperty("user.name", "jane");
    try {
      assertThat(run("drill", "syn-sent")).isEqualTo(2);
    } finally {
      System.setProperty("user.name", user);
    }
    assertThat(err)
        .hasToString(
            "socketfleet drill syn-sent: This drill makes a network namespace of its own, which only root may. Run it with sudo.\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "syn-flood --syncookies 3 | --syncookies was '3' but it must be an integer in 0..2",
        "port-exhaustion --ports 19 | --ports was '19' but it must be an integer in 20..2000",
        "listener-gone --after 15m | --after was '900 s' but it must be 1s to 14m",
        "fin-wait-2 --for 16m | --for was '960 s' but it must be 1s to 15m",
        "teardown --state FIN_WAIT | --state was 'FIN_WAIT' but it must be fin_wait_1, last_ack or closing"
      })
  void refusesADrillWithoutBounds(String drill, String message) {
    assertThat(run(("drill " + drill).split(" ", -1))).isEqualTo(2);
    assertThat(err)
        .hasToString("socketfleet drill %s: %s\n".formatted(drill.split(" ", 2)[0], message));
  }

  @Test
  void printsTheRightsWithoutABroker() {
    assertThat(run("topics", "--acls", "--application-id", "sf")).isZero();
    assertThat(out.toString())
        .startsWith("# collector\nkafka-acls.sh ")
        .contains("--group 'sf' --resource-pattern-type prefixed");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(String command) {
    assertThat(run((command + " --help").strip().split(" ", -1))).isZero();
    assertThat(out.toString()).contains("Usage: socketfleet").contains("--help");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsListedWithAWholeSentence(String command) {
    CommandLine found = Socketfleet.commandLine();
    for (String name : command.isEmpty() ? new String[0] : command.split(" ", -1)) {
      found = Objects.requireNonNull(found.getSubcommands().get(name));
    }
    assertThat(CommandSummaries.summary(found.getCommandSpec())).endsWith(".");
  }

  static Stream<String> commands() {
    return names("", Socketfleet.commandLine());
  }

  private static Stream<String> names(String path, CommandLine command) {
    return Stream.concat(
        Stream.of(path),
        command.getSubcommands().entrySet().stream()
            .flatMap(entry -> names((path + " " + entry.getKey()).strip(), entry.getValue())));
  }

  private int run(String... args) {
    return Socketfleet.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
