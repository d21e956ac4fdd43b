package dev.socketfleet.deploy.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.SocketState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real series in which somebody else labelled what is wrong, scored by a program of its own. */
class LabelledSeriesIT {

  private static final Path LABELLED = Path.of("../../shared/data/nab");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void oneSetOfDefaultsScoresAtLeast60OnAllOfThem() throws IOException, InterruptedException {
    assumeTrue(
        Files.isDirectory(LABELLED),
        "The labelled series are not there: put them into ../shared/data/nab beside the project.");
    assumeTrue(hasPython(), "There is no python3, which scores the alerts: install it.");
    Path alerts = Files.write(folder.resolve("alerts.jsonl"), raised());

    JsonNode total = score(alerts).path("total");

    assertThat(total.path("files").asInt()).isEqualTo(19);
    assertThat(total.path("nab_standard").asDouble()).isGreaterThanOrEqualTo(60);
  }

  private static List<String> raised() throws IOException {
    Path data = LABELLED.resolve("data");
    List<String> lines = new ArrayList<>();
    Backtest backtest =
        new Backtest(
            new Backtest.Settings(
                Optional.empty(), SocketState.CLOSE_WAIT, Duration.ofMinutes(1), 0),
            told -> {
              if (told.alert().status() == AlertStatus.FIRING) {
                ObjectNode line = JSON.createObjectNode();
                line.put("series", told.series()).put("timestamp", told.at().toString());
                lines.add(line.toString());
              }
            });
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".csv")).sorted().toList()) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
          backtest.read(data.relativize(file).toString(), in);
        }
      }
    }
    return lines;
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("python3", "--version").redirectErrorStream(true).start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private JsonNode score(Path alerts) throws IOException, InterruptedException {
    Path answer = folder.resolve("score.json");
    Process process =
        new ProcessBuilder(
                "python3",
                LABELLED.resolve("score.py").toString(),
                "--alerts",
                alerts.toString(),
                "--json")
            .redirectOutput(answer.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return JSON.readTree(answer.toFile());
  }
}
