package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.wire.SnapshotCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... args) {
    String[] all = Stream.concat(Stream.of("simulate"), Stream.of(args)).toArray(String[]::new);
    return Socketfleet.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--hosts 0 | --hosts was '0' but it must be an integer in 1..200000",
        "--interval 500ms | --interval was '0 s' but it must be in 1..600 s",
        "--for 31d | --for was '2678400 s' but it must be in 10..2592000 s",
        "--for 5s | --for was '5 s' but it must be in 10..2592000 s",
        "--rate -1 | --rate was '-1.0' but it must be in 0..1000000",
        "--rate 5 --max | --rate and --max exclude one another: give one of them",
        "--engine --max | --engine neither writes nor publishes: leave out --json-lines, --rate and --max",
        "--json | --rules and --json belong to --engine: give it, too",
        "--start 2026-01-01T00:00:00Z | --start was '2026-01-01T00:00:00Z' but what is published begins now, or ends now with --rate and --max",
        "--engine --start now | --start was 'now' but it must be a time such as 2026-01-05T00:00:00Z",
        "--kinds syn-flood | --kinds and --without choose what --random-incidents draws: give it, too",
        "--random-incidents 3 --kinds syn-flood --without syn-flood | --kinds and --without leave no kind to draw",
        "--random-incidents 3 --incidents x | --incidents and --random-incidents exclude one another: give one of them",
        "--incidents /nowhere/x | --incidents was '/nowhere/x' but it cannot be read: java.nio.file.NoSuchFileException: /nowhere/x"
      })
  void refusesWhatCannotBe(String args, String message) {
    assertThat(run(args.split(" ", -1))).isEqualTo(2);
    assertThat(err).hasToString("socketfleet simulate: " + message + "\n");
  }

  @Test
  void namesTheKindsWhenOneDoesNotExist() {
    assertThat(run("--random-incidents", "3", "--kinds", "flood")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "socketfleet simulate: --kinds was 'flood' but it must be of: close-wait-leak, close-wait-burst, ");
  }

  @Test
  void writesTheSameSnapshotsForTheSameSeed() throws Exception {
    Path one = folder.resolve("one.jsonl");
    Path other = folder.resolve("other.jsonl");
    assertThat(run("--hosts", "5", "--for", "1m", "--json-lines", one.toString())).isZero();
    assertThat(run("--hosts", "5", "--for", "1m", "--json-lines", other.toString())).isZero();
    List<String> lines = Files.readAllLines(one);
    assertThat(lines).hasSize(30).isEqualTo(Files.readAllLines(other));
    Snapshot first = SnapshotCodec.decode(lines.get(0).getBytes(StandardCharsets.UTF_8));
    assertThat(first.capturedAt()).isBetween("2026-01-05T00:00:00Z", "2026-01-05T00:00:10Z");
  }

  @Test
  void scoresTheRulesAndWritesTheTruth() throws Exception {
    Path incidents = folder.resolve("incidents.yaml");
    Path truth = folder.resolve("truth.jsonl");
    Files.writeString(
        incidents,
        "incidents: [{kind: close-wait-leak, start: 20m, length: 20m, host: app-00006, strength: 2}]");
    String[] args = {
      "--engine",
      "--hosts",
      "20",
      "--interval",
      "60s",
      "--incidents",
      incidents.toString(),
      "--truth",
      truth.toString(),
      "--json"
    };
    assertThat(run(args)).isZero();
    JsonNode score = new JsonMapper().readTree(out.toString());
    assertThat(score.path("recall").asDouble()).isEqualTo(1);
    assertThat(score.path("precision").asDouble()).isEqualTo(1);
    assertThat(score.path("alerts")).hasSize(1);
    assertThat(Files.readString(truth))
        .contains("\"kind\":\"close-wait-leak\"")
        .contains("\"raised\":true");
    assertThat(err.toString()).startsWith("1200 snapshots judged in ");
  }

  @Test
  void printsAlertsAndATable() {
    assertThat(run("--engine", "--hosts", "20", "--interval", "60s", "--for", "30m")).isZero();
    assertThat(out.toString())
        .contains("KIND")
        .contains("(no incident)")
        .contains("recall , precision ");
  }
}
