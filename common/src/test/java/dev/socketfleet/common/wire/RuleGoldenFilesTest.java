package dev.socketfleet.common.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.socketfleet.common.model.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people write and what the topic carries, for each kind. The files are never edited. */
class RuleGoldenFilesTest {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(RecordKind.tree(resource("/dev/socketfleet/common/schema/rule.schema.json")));

  static Stream<String> examples() {
    return Stream.of(
        "threshold",
        "threshold-peer",
        "threshold-host",
        "ratio",
        "spike",
        "growth",
        "rate",
        "exhaustion",
        "absent",
        "absent-listener",
        "always");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void yamlAndJsonAreTheSameRule(String kind) throws InvalidRulesException {
    byte[] json = resource("/wire/v1/rule-" + kind + ".json");
    Rule rule = RuleCodec.decode("golden", json);

    List<Rule> written = RuleCodec.decodeAll("golden", resource("/wire/v1/rule-" + kind + ".yaml"));

    assertThat(rule.kind()).isEqualTo(kind.replaceFirst("-.*", ""));
    assertThat(written).containsExactly(rule);
    assertThat(RecordKind.tree(RuleCodec.encode(rule))).isEqualTo(RecordKind.tree(json));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void bothConformToTheSchema(String kind) throws IOException {
    JsonNode yaml = new YAMLMapper().readTree(resource("/wire/v1/rule-" + kind + ".yaml"));
    JsonNode json = RecordKind.tree(resource("/wire/v1/rule-" + kind + ".json"));

    assertThat(SCHEMA.validate(yaml)).isEmpty();
    assertThat(SCHEMA.validate(json)).isEmpty();
    ((ObjectNode) json).put("kind", "other");
    assertThat(SCHEMA.validate(json)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theTopicMayCarryFieldsOfANewerVersion(String kind) throws InvalidRulesException {
    JsonNode json = RecordKind.tree(resource("/wire/v1/rule-" + kind + ".json"));
    Rule rule = RuleCodec.decode("topic", json.toString().getBytes(UTF_8));

    ((ObjectNode) json).put("x_new", 1);
    ((ObjectNode) json.get("parameters")).put("x_new", 1);
    ((ObjectNode) json.get("select")).put("x_new", 1);

    assertThat(RuleCodec.decode("topic", json.toString().getBytes(UTF_8))).isEqualTo(rule);
    assertThat(SCHEMA.validate(json)).isEmpty();
  }

  @Test
  void theRevisionChangesWithTheContentOnly() throws InvalidRulesException {
    Rule rule = RuleCodec.decode("a", resource("/wire/v1/rule-spike.json"));
    Rule same = RuleCodec.decodeAll("b", resource("/wire/v1/rule-spike.yaml")).get(0);
    Rule other = RuleCodec.decode("c", resource("/wire/v1/rule-growth.json"));

    assertThat(RuleCodec.revision(rule)).matches("[0-9a-f]{12}");
    assertThat(RuleCodec.revision(same)).isEqualTo(RuleCodec.revision(rule));
    assertThat(RuleCodec.revision(other)).isNotEqualTo(RuleCodec.revision(rule));
  }

  private static byte[] resource(String name) {
    try (InputStream in = RuleGoldenFilesTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
