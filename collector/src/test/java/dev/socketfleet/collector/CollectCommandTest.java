package dev.socketfleet.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CollectCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return CollectorMain.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void refusesToPrintForever() {
    assertThat(run("--print")).isEqualTo(2);
    assertThat(err.toString()).startsWith("socketfleet-collector: --print goes with --once. See: ");
  }

  @Test
  void refusesJsonWithoutPrint() {
    assertThat(run("--once", "--json")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("socketfleet-collector: --json goes with --once --print. See: ");
  }

  @Test
  void tellsEveryConfigurationProblemAtOnce() {
    assertThat(run("--once", "--print", "--interval", "soon", "--set", "intervall=5s"))
        .isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            """
            socketfleet-collector: 2 configuration problems:
            - interval was 'soon' but it must be a duration in 200ms..1h (command line).
            - intervall is not a configuration key (command line). The nearest known key is \
            interval.""");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void publishesNoTextWithoutItsHost() {
    assertThat(run("--source", "text")).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "socketfleet-collector: --source text needs --host: the text does not tell which host"
                + " it is of. See: socketfleet-collector --help");
  }

  @Test
  void namesTheNearestOption() {
    assertThat(run("--sauce=text")).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "socketfleet-collector: unknown option '--sauce=text'. Did you mean '--source'? See:"
                + " socketfleet-collector --help");
  }

  @Test
  void namesTheSourcesThatItKnows() {
    assertThat(run("--once", "--print", "--source", "texts")).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "socketfleet-collector: source was 'texts' but it must be one of auto, netlink, procfs,"
                + " oshi, text (command line).");
  }
}
