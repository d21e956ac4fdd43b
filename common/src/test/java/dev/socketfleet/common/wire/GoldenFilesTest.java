package dev.socketfleet.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The files under wire/v1 are the contract: they are added to, never edited. */
class GoldenFilesTest {

  /** Objects whose field names are data: an invented name means something there. */
  private static final List<String> MAPS =
      List.of("labels", "tcp", "counts", "peers", "oldestMs", "states", "totals");

  static Stream<Arguments> goldenFiles() {
    return RecordKind.ALL.stream()
        .flatMap(kind -> kind.goldenFiles().stream().map(file -> Arguments.of(kind, file)));
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void areReadAndWrittenAsTheyAre(RecordKind kind, Path file) throws MalformedRecordException {
    byte[] golden = RecordKind.read(file);
    Object value = kind.decode(golden);
    byte[] written = kind.encode(value);
    assertThat(kind.decode(written)).isEqualTo(value);
    if (file.toString().endsWith("snapshot-minimal.json")) {
      assertFieldsOf(RecordKind.tree(golden), RecordKind.tree(written));
    } else {
      assertThat(RecordKind.tree(written)).isEqualTo(RecordKind.tree(golden));
    }
  }

  /** What was left out may be written as empty; what was there stays. */
  private static void assertFieldsOf(JsonNode golden, JsonNode written) {
    for (Map.Entry<String, JsonNode> field : golden.properties()) {
      assertThat(written.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void conformToTheirSchemaBeforeAndAfter(RecordKind kind, Path file)
      throws MalformedRecordException {
    byte[] golden = RecordKind.read(file);
    assertThat(kind.complaints(RecordKind.tree(golden))).isEmpty();
    assertThat(kind.complaints(RecordKind.tree(kind.encode(kind.decode(golden))))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void meanTheSameWithUnknownFieldsInEveryObject(RecordKind kind, Path file)
      throws MalformedRecordException {
    byte[] golden = RecordKind.read(file);
    JsonNode extended = RecordKind.tree(golden);
    int objects = extend(extended);
    assertThat(objects).isPositive();
    assertThat(kind.decode(extended)).isEqualTo(kind.decode(golden));
    assertThat(kind.complaints(extended)).isEmpty();
  }

  private static int extend(JsonNode node) {
    int objects = 0;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!MAPS.contains(field.getKey())) {
        objects += extend(field.getValue());
      } else {
        for (JsonNode value : field.getValue()) {
          objects += extend(value);
        }
      }
    }
    if (node instanceof ArrayNode array) {
      for (JsonNode element : array) {
        objects += extend(element);
      }
    }
    if (node instanceof ObjectNode object) {
      ObjectNode invented = RecordKind.PLAIN.createObjectNode();
      invented.put("a", 1).putNull("b").putArray("c").add(1.5).add("x").addObject().put("d", true);
      object.set("xInvented", invented);
      object.put("\u001b[31m", "text");
      object.putNull("newer");
      objects++;
    }
    return objects;
  }

  @Test
  void coverEveryKind() {
    for (RecordKind kind : RecordKind.ALL) {
      assertThat(kind.goldenFiles()).as(kind.toString()).hasSizeGreaterThanOrEqualTo(3);
    }
  }
}
