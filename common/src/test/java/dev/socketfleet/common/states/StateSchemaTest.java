package dev.socketfleet.common.states;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateSchemaTest {

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(resource("/dev/socketfleet/common/schema/states.schema.json"));

  @Test
  void theDictionaryFollowsItsSchemaAndRepeatsNoField() {
    JsonNode file = resource("/dev/socketfleet/common/states/states.json");
    assertThat(schema.validate(file)).isEmpty();
  }

  @Test
  void theAnswerOfTheApiFollowsTheSchemaToo() {
    JsonNode answer = StateDictionary.load().json();
    assertThat(schema.validate(answer)).isEmpty();
    assertThat(answer.path("items")).hasSize(13);
    assertThat(answer.path("next").isNull()).isTrue();
    assertThat(answer.path("partial").booleanValue()).isFalse();
  }

  @Test
  void theSchemaRefusesAStateWithoutItsDefinition() {
    ObjectNode broken = (ObjectNode) StateDictionary.load().json();
    ((ObjectNode) broken.path("items").path(7)).remove("definition");
    Set<ValidationMessage> messages = schema.validate(broken);
    assertThat(messages).singleElement().asString().contains("items[7]").contains("definition");
  }

  @Test
  void theSchemaListsTheSystemsAndStatesOfTheCode() {
    JsonNode definitions =
        resource("/dev/socketfleet/common/schema/states.schema.json").path("$defs");
    assertThat(texts(definitions.path("system").path("enum")))
        .isEqualTo(Arrays.stream(StateSystem.values()).map(StateSystem::wireName).toList());
    assertThat(texts(definitions.path("state").path("enum")))
        .isEqualTo(StateDictionary.wireNames());
  }

  private static List<String> texts(JsonNode array) {
    return ((ArrayNode) array).valueStream().map(JsonNode::textValue).toList();
  }

  private static JsonNode resource(String name) {
    try (InputStream in = StateSchemaTest.class.getResourceAsStream(name)) {
      return STRICT.readTree(in);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }
}
