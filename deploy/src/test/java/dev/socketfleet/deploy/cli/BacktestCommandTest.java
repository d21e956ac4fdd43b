package dev.socketfleet.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {

  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void tellsTheSpikeOfASeriesOnceWithItsNumbers() throws IOException {
    Path file = csv("load.csv", 1);

    assertThat(run("backtest", "--json", file.toString())).isZero();

    assertThat(out.toString().lines()).hasSize(1);
    JsonNode alert = JSON.readTree(out.toString());
    assertThat(alert.path("series").asText()).isEqualTo(file.toString());
    assertThat(alert.path("timestamp").asText()).isEqualTo("2026-11-22T10:00:00Z");
    assertThat(out.toString()).contains("\"value\":400,");
    assertThat(alert.path("baseline").asDouble()).isBetween(45.0, 55.0);
    assertThat(alert.path("threshold").asDouble()).isBetween(70.0, 200.0);
  }

  @Test
  void aSeriesOfFractionsIsToldInItsOwnUnit() throws IOException {
    Path file = csv("load.csv", 0.01);

    assertThat(run("backtest", "--json", file.toString())).isZero();

    JsonNode alert = JSON.readTree(out.toString());
    assertThat(alert.path("value").asDouble()).isEqualTo(4);
    assertThat(alert.path("baseline").asDouble()).isBetween(0.45, 0.55);
    assertThat(alert.path("threshold").asDouble()).isBetween(0.5, 2.0);
  }

  @Test
  void namesASeriesBelowTheRoot() throws IOException {
    Files.createDirectory(folder.resolve("real"));
    Path file = csv("real/load.csv", 1);

    assertThat(run("backtest", "--json", "--root", folder.toString(), file.toString())).isZero();

    assertThat(JSON.readTree(out.toString()).path("series").asText()).isEqualTo("real/load.csv");
  }

  @Test
  void nothingBelowTheMinimumIsASpike() throws IOException {
    Path file = csv("load.csv", 1);

    assertThat(run("backtest", "--minimum", "401", file.toString())).isZero();

    assertThat(out).hasToString("1 series, 720 rows. 0 alerts raised, 0 of them resolved.\n");
  }

  @Test
  void printsEveryTransitionAndASummary() throws IOException {
    Path file = csv("load.csv", 1);

    assertThat(run("backtest", file.toString(), file.toString())).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0))
        .startsWith("2026-11-22T10:00:00Z  FIRING    close-wait-spike  " + file + "  value 400  ");
    assertThat(lines.get(1)).startsWith("2026-11-22T17:00:00Z  RESOLVED  ").endsWith("(cleared)");
    assertThat(lines.get(4)).isEqualTo("2 series, 1440 rows. 2 alerts raised, 2 of them resolved.");
  }

  @Test
  void judgesASeriesByOtherRules() throws IOException {
    Path rules = folder.resolve("rules.yaml");
    Files.writeString(
        rules,
        """
        rules:
          - id: many-established
            kind: threshold
            select: {state: established}
            parameters: {at_least: 300, clear_below: 100}
        """);
    Path file = csv("load.csv", 1);

    assertThat(run("backtest", "--rules", rules.toString(), "--state", "ESTAB", file.toString()))
        .isZero();

    assertThat(out.toString())
        .contains("FIRING    many-established")
        .endsWith("1 series, 720 rows. 1 alerts raised, 1 of them resolved.\n");
  }

  @Test
  void judgesRecordedSnapshotsAsStreamsWould() throws IOException {
    Path file = folder.resolve("snapshots.jsonl");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 90; i++) {
      lines.append(line("web-1", i, i >= 60 ? 300 : 0)).append('\n');
      if (i < 70) {
        lines.append(line("web-2", i, 0)).append('\n');
      }
    }
    Files.writeString(file, lines);

    assertThat(run("backtest", file.toString())).isZero();

    assertThat(out.toString())
        .contains(
            "2026-11-20T10:10:10Z  FIRING    close-wait-high  web-1/host/server:443/close_wait  value 300  usually 0  alarm at 100")
        .contains("FIRING    host-silent  web-2  value 50  alarm at 30")
        .endsWith(
            "160 snapshots, of which 0 were repeated, late or incomplete. 2 alerts raised, 0 of them resolved.\n");
  }

  @Test
  void readsStandardInput() throws IOException {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(line("web-1", 0, 0).getBytes(UTF_8)));
    try {
      assertThat(run("backtest", "-")).isZero();
    } finally {
      System.setIn(before);
    }

    assertThat(out.toString()).startsWith("1 snapshots, ");
  }

  @Test
  void namesTheLineThatIsNoSnapshot() throws IOException {
    Path file = folder.resolve("bad.jsonl");
    Files.writeString(
        file, line("web-1", 0, 0) + "\n" + line("web-1", 1, 0).replace("443", "70000"));

    assertThat(run("backtest", file.toString())).isEqualTo(1);

    assertThat(err)
        .hasToString(
            "socketfleet backtest: "
                + file
                + " line 2: groups[0].port was '70000' but it must be in 0..65535\n");
  }

  @Test
  void namesTheLineThatIsTooEarly() throws IOException {
    Path file = folder.resolve("bad.jsonl");
    Files.writeString(file, line("web-1", 60, 0) + "\n" + line("web-1", 29, 0));

    assertThat(run("backtest", file.toString())).isEqualTo(1);

    assertThat(err)
        .hasToString(
            "socketfleet backtest: "
                + file
                + " line 2: capturedAtMs was 2026-11-20T10:04:50Z but a line above it is of"
                + " 2026-11-20T10:10:00Z already. Sort the lines by capturedAtMs.\n");
  }

  @Test
  void refusesWhatItCannotUse() throws IOException {
    String file = csv("load.csv", 1).toString();

    assertRefused(
        2,
        "there must be an INPUT or --bootstrap-server, and not both. See: socketfleet backtest --help");
    assertRefused(
        2,
        "there must be an INPUT or --bootstrap-server, and not both. See: socketfleet backtest --help",
        "--bootstrap-server",
        "127.0.0.1:1",
        file);
    assertRefused(2, "--minimum was '-1.0' but it must be at least 0", "--minimum=-1", file);
    assertRefused(2, "--step was '0s' but it must be above 0", "--step", "0s", file);
    assertRefused(
        2,
        "--state was 'FIN_WAIT' but a CSV is one state: use one of [fin_wait_1, fin_wait_2]",
        "--state",
        "FIN_WAIT",
        file);
    assertRefused(2, file + " is not below --root /nowhere", "--root", "/nowhere", file);
    assertRefused(1, "no/such.csv cannot be read: it does not exist", "no/such.csv");
    assertRefused(
        2,
        "--rules was 'no/rules.yaml' but it cannot be read: it does not exist",
        "--rules",
        "no/rules.yaml",
        file);
    assertRefused(
        2,
        "'soon' is no time: use now, one relative to it as in -15m, or ISO-8601 as in 2026-11-23T08:00:00Z",
        "--bootstrap-server",
        "127.0.0.1:1",
        "--from",
        "soon");
  }

  private void assertRefused(int exitCode, String message, String... args) {
    err.getBuffer().setLength(0);
    String[] all = new String[args.length + 1];
    all[0] = "backtest";
    System.arraycopy(args, 0, all, 1, args.length);

    assertThat(run(all)).isEqualTo(exitCode);
    assertThat(err).hasToString("socketfleet backtest: " + message + "\n");
  }

  /** Three days of 5-minute rows around 50, and an hour of 400 times the unit after two days. */
  private Path csv(String name, double unit) throws IOException {
    StringBuilder rows = new StringBuilder("timestamp,value\n");
    for (int i = 0; i < 720; i++) {
      int count = i >= 576 && i < 588 ? 400 : 47 + i * 7 % 7 + i % 5;
      rows.append(START.plus(Duration.ofMinutes(5L * i)))
          .append(',')
          .append(unit == 1 ? String.valueOf(count) : String.valueOf(count * unit))
          .append('\n');
    }
    return Files.writeString(folder.resolve(name), rows);
  }

  private static String line(String host, int number, long closeWait) {
    StateCounts counts =
        StateCounts.of(SocketState.ESTABLISHED, 5)
            .plus(StateCounts.of(SocketState.CLOSE_WAIT, closeWait));
    return new String(
        SnapshotCodec.encode(
            new Snapshot(
                host,
                Map.of(),
                "Linux 6.18",
                "boot-" + host,
                number,
                START.plusSeconds(10L * number),
                Duration.ofSeconds(10),
                "netlink",
                true,
                List.of(),
                List.of(
                    Group.of(
                        Group.HOST_NETNS,
                        new Endpoint(Role.SERVER, 443),
                        new Owner(OwnerKind.UNIT, "nginx.service"),
                        counts)),
                List.of(),
                new CollectorHealth("1.0.0", 1, 1, 0))),
        UTF_8);
  }

  private int run(String... args) {
    return Socketfleet.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
