package dev.socketfleet.common.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  @Test
  void showsOneExampleOfEachKindThatIsReadAndValid() throws IOException, MalformedRecordException {
    String readme = Files.readString(Path.of("README.md"));
    List<JsonNode> examples =
        JSON_BLOCK
            .matcher(readme)
            .results()
            .map(block -> RecordKind.tree(block.group(1).getBytes(UTF_8)))
            .toList();
    for (RecordKind kind : RecordKind.ALL) {
      String schema = "socketfleet." + kind + "/1";
      List<JsonNode> ofKind =
          examples.stream().filter(json -> json.path("schema").asText().equals(schema)).toList();
      assertThat(ofKind).as(schema).hasSize(1);
      assertThat(kind.decode(ofKind.get(0))).isNotNull();
      assertThat(kind.complaints(ofKind.get(0))).isEmpty();
    }
  }
}
