package dev.socketfleet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.text.DisplayWidth;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesTextTest {

  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final Terminal ASCII =
      Terminal.of(80, 24, Map.of("TERM", "dumb", "LANG", "C")).endless();

  private final ObjectNode body =
      new JsonMapper()
          .createObjectNode()
          .put("host", "web-17\u001b[2J")
          .put("role", "server")
          .put("port", 443)
          .put("state", "close_wait")
          .put("stepMs", 60_000);
  private final ArrayNode points = body.putArray("points");

  private ObjectNode point(int minute, long max) {
    Instant start = NOON.plusSeconds(minute * 60L);
    return points
        .addObject()
        .put("start", start.toString())
        .put("end", start.plusSeconds(60).toString())
        .put("samples", 6)
        .put("min", max / 2)
        .put("max", max)
        .put("mean", 0.75 * max)
        .put("last", max);
  }

  private List<String> lines(Terminal terminal) {
    return new SeriesText(body, ZoneOffset.UTC).lines(terminal);
  }

  @Test
  void showsGapsAsGaps() {
    point(0, 0);
    point(1, 300);
    point(5, 150);
    assertThat(lines(ASCII))
        .containsExactly(
            "START                     SAMPLES  MIN  MAX   MEAN  LAST",
            "2026-11-25 12:00:00             6    0    0    0.0     0",
            "2026-11-25 12:01:00             6  150  300  225.0   300",
            "no sample 12:02 to 12:05        -    -    -      -     -",
            "2026-11-25 12:05:00             6   75  150  112.5   150",
            "",
            "web-17?[2J  server:443  close_wait",
            "_#   =",
            "12:00 to 12:06",
            "highest 300  lowest 0  last 150  1m a point");
  }

  @Test
  void anHourFitsIntoAnyTerminal() {
    for (int minute = 0; minute < 60; minute++) {
      point(minute, minute);
    }
    for (int columns : List.of(10, 40, 80)) {
      assertThat(lines(ASCII.resized(columns, 24)))
          .allMatch(line -> DisplayWidth.of(line) <= columns);
    }
    assertThat(lines(ASCII.resized(40, 24)))
        .contains("12:00                              13:00")
        .last()
        .asString()
        .startsWith("highest 59  lowest 0  last 59  1m a ");
  }

  @Test
  void whereItIsRedrawnTheYoungestPointsAndTheLineAreInSight() {
    for (int minute = 0; minute < 60; minute++) {
      point(minute, minute);
    }
    List<String> lines = lines(ASCII.resized(80, 24));
    assertThat(lines).hasSize(21);
    assertThat(lines.get(0)).startsWith("START");
    assertThat(lines.get(1)).startsWith("2026-11-25 12:45:00");
    assertThat(lines.get(20)).startsWith("highest 59");
  }

  @Test
  void saysWhereARuleJudged() {
    point(0, 300).put("baseline", 2.25).put("threshold", 100);
    assertThat(lines(ASCII).get(0)).endsWith("USUAL  THRESHOLD");
    assertThat(lines(ASCII).get(1)).endsWith("  2.3      100.0");
  }

  @Test
  void aCounterShowsItsSums() {
    body.remove("state");
    body.put("metric", "tcp:listenDrops");
    point(0, 3).put("sum", 12);
    assertThat(lines(ASCII))
        .contains("highest 12  lowest 12  last 12  1m a point")
        .first()
        .asString()
        .endsWith("SUM");
  }

  @Test
  void saysThatThereIsNothing() {
    assertThat(lines(ASCII)).containsExactly("No window with a sample in that time.");
  }
}
