package dev.socketfleet.common.states;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Real output of real systems, kept beside the repository: every state in it is known. */
class CaptureSpellingsTest {

  private static final Path CAPTURES = Path.of("..", "..", "shared", "data", "captures");

  private static final Map<String, StateSystem> SYSTEMS =
      Map.of(
          "aix", StateSystem.AIX,
          "freebsd", StateSystem.FREEBSD,
          "linux", StateSystem.LINUX_NETSTAT,
          "macos", StateSystem.MACOS,
          "openbsd", StateSystem.OPENBSD,
          "solaris", StateSystem.SOLARIS,
          "windows", StateSystem.WINDOWS_NETSTAT);

  private final StateDictionary dictionary = StateDictionary.load();

  @Test
  void spellingsOfRealCapturesAddUpToTheirRfcStates() throws IOException {
    if (!Files.isDirectory(CAPTURES)) {
      Assumptions.abort("no captures: put them into ../shared/data/captures beside the repository");
    }
    List<Path> truths = truths();
    assertThat(truths).isNotEmpty();
    for (Path truth : truths) {
      JsonNode capture = new JsonMapper().readTree(truth.toFile());
      assertThat(counted(capture)).as(truth.toString()).isEqualTo(expected(capture));
    }
  }

  private static List<Path> truths() throws IOException {
    try (Stream<Path> files = Files.walk(CAPTURES)) {
      return files.filter(it -> it.toString().endsWith(".truth.json")).sorted().toList();
    }
  }

  private static Map<String, Integer> expected(JsonNode capture) {
    Map<String, Integer> counts = new TreeMap<>();
    capture.path("rfc9293").forEachEntry((name, count) -> counts.put(name, count.intValue()));
    return counts;
  }

  private Map<String, Integer> counted(JsonNode capture) {
    Map<String, Integer> counts = new TreeMap<>();
    capture
        .path("spellings")
        .forEachEntry(
            (spelling, count) ->
                counts.merge(title(capture, spelling), count.intValue(), Integer::sum));
    return counts;
  }

  private String title(JsonNode capture, String spelling) {
    boolean hexadecimal = spelling.matches("[0-9A-F]{2}");
    return dictionary
        .entry(
            hexadecimal
                ? dictionary.ofNumber(StateSystem.LINUX_KERNEL, Integer.parseInt(spelling, 16))
                : dictionary.ofName(system(capture.path("os").asText()), spelling))
        .title();
  }

  private static StateSystem system(String os) {
    return Optional.ofNullable(SYSTEMS.get(os))
        .orElseThrow(() -> new AssertionError("captures of a system without a mapping: " + os));
  }
}
