package dev.socketfleet.collector.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.states.StateDictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Real output of real systems, kept beside the repository: every TCP socket of it is counted. */
class CapturesTest {

  private static final Path CAPTURES = Path.of("..", "..", "shared", "data", "captures");
  private static final String TRUTH = ".truth.json";

  private final StateDictionary states = StateDictionary.load();

  @Test
  void countsOfRealCapturesAreExact() throws Exception {
    for (Path truth : truths()) {
      JsonNode expected = new JsonMapper().readTree(truth.toFile());
      ReadText read = ReadText.ofFile(captureOf(truth));
      assertThat(titled(read.states())).as(truth.toString()).isEqualTo(counts(expected));
      assertThat(read.table().size())
          .as(truth.toString())
          .isEqualTo(expected.path("tcp_sockets").intValue());
      assertThat(read.capture().complete()).as("%s %s", truth, read.notes()).isTrue();
    }
  }

  @Test
  void localPortsOfRealCapturesAreExact() throws Exception {
    for (Path truth : truths()) {
      JsonNode expected = new JsonMapper().readTree(truth.toFile());
      if (expected.path("local_ports_reliable").asBoolean()) {
        assertThat(byPort(ReadText.ofFile(captureOf(truth))))
            .as(truth.toString())
            .isEqualTo(byPort(expected.path("by_local_port")));
      }
    }
  }

  private static Path captureOf(Path truth) {
    String name = truth.getFileName().toString();
    return truth.resolveSibling(name.substring(0, name.length() - TRUTH.length()));
  }

  private static List<Path> truths() throws IOException {
    if (!Files.isDirectory(CAPTURES)) {
      Assumptions.abort("no captures: put them into ../shared/data/captures beside the repository");
    }
    try (Stream<Path> files = Files.walk(CAPTURES)) {
      List<Path> truths = files.filter(it -> it.toString().endsWith(TRUTH)).sorted().toList();
      assertThat(truths).isNotEmpty();
      return truths;
    }
  }

  private static Map<String, Integer> counts(JsonNode truth) {
    Map<String, Integer> counts = new TreeMap<>();
    truth.path("rfc9293").forEachEntry((name, count) -> counts.put(name, count.intValue()));
    return counts;
  }

  private Map<String, Integer> titled(Map<SocketState, Integer> counts) {
    Map<String, Integer> titled = new TreeMap<>();
    counts.forEach((state, count) -> titled.put(states.entry(state).title(), count));
    return titled;
  }

  private static Map<String, Integer> byPort(JsonNode truth) {
    Map<String, Integer> counts = new TreeMap<>();
    truth.forEachEntry(
        (port, byState) ->
            byState.forEachEntry(
                (state, count) -> counts.put(port + " " + state, count.intValue())));
    return counts;
  }

  private Map<String, Integer> byPort(ReadText read) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int row = 0; row < read.table().size(); row++) {
      String title = states.entry(read.table().state(row)).title();
      counts.merge(read.table().localPort(row) + " " + title, 1, Integer::sum);
    }
    return counts;
  }
}
