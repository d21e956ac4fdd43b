package dev.socketfleet.common.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.socketfleet.common.model.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules over many hosts: what people write, what the topic carries and what is refused. */
class FleetRulesTest {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(RecordKind.tree(resource("/dev/socketfleet/common/schema/rule.schema.json")));

  @ParameterizedTest
  @ValueSource(strings = {"widespread", "peer-leak", "fleet-spike"})
  void yamlAndJsonAreTheSameRuleAndConformToTheSchema(String name) throws Exception {
    byte[] json = resource("/wire/v1/rule-" + name + ".json");
    byte[] yaml = resource("/wire/v1/rule-" + name + ".yaml");
    Rule rule = RuleCodec.decode("golden", json);

    assertThat(RuleCodec.decodeAll("golden", yaml)).containsExactly(rule);
    assertThat(RecordKind.tree(RuleCodec.encode(rule))).isEqualTo(RecordKind.tree(json));
    assertThat(SCHEMA.validate(RecordKind.tree(json))).isEmpty();
    JsonNode written = new YAMLMapper().readTree(yaml);
    assertThat(SCHEMA.validate(written)).isEmpty();
  }

  private static void assertRefused(String yaml, String problem) {
    assertThatThrownBy(() -> RuleCodec.decodeAll("rules.yaml", yaml.getBytes(UTF_8)))
        .isInstanceOf(InvalidRulesException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aScopeIsTheFleetOrALabelsValues() {
    assertRefused(
        """
        id: a
        kind: spike
        select: {state: syn_received, scope: "host:web-1"}
        parameters: {minimum: 1}
        """,
        "scope was 'host:web-1' but it must be fleet or label:<key>=<value>, * and ? allowed in the value");
  }

  @Test
  void aScopeAndAHostExcludeEachOther() {
    assertRefused(
        """
        id: a
        kind: spike
        select: {state: syn_received, scope: fleet, host: "web-*"}
        parameters: {minimum: 1}
        """,
        "scope was 'fleet' together with host, netns, owner or labels but a rule over many hosts selects state, role and port only; choose hosts by a scope such as label:dc=eu1");
  }

  @Test
  void whatIsAboutManyHostsNeedsAScope() {
    assertRefused(
        """
        id: a
        kind: widespread
        parameters: {rules: host-silent, hosts: 5}
        """,
        "select.scope is missing; a rule of kind widespread judges many hosts: fleet, or label:<key>=<value>");
  }

  @Test
  void whatIsKnownOfSingleHostsOnlyHasNoScope() {
    assertRefused(
        """
        id: a
        kind: absent
        select: {scope: fleet}
        parameters: {intervals: 3}
        """,
        "select.scope was 'fleet' but what this rule of kind absent judges is known of single hosts only; leave it out, or use threshold, ratio between states, spike, growth, widespread or peer_leak");
    assertRefused(
        """
        id: a
        kind: threshold
        select: {scope: fleet, state: close_wait}
        parameters: {at_least: 3, older_than: 10m}
        """,
        "this rule of kind threshold judges is known of single hosts only");
  }

  @Test
  void widespreadNeedsRulesAndHosts() {
    assertRefused(
        """
        id: a
        kind: widespread
        select: {scope: fleet}
        parameters: {hosts: 1, share: 2}
        """,
        "parameters.hosts was '1' but it must be an integer in 2..1000000");
    assertRefused(
        """
        id: a
        kind: widespread
        select: {scope: fleet}
        parameters: {hosts: 2}
        """,
        "parameters.rules is missing; it must be the id of a rule, * and ? allowed");
    assertRefused(
        """
        id: a
        kind: widespread
        select: {scope: fleet}
        parameters: {rules: host-silent, hosts: 2, share: 2}
        """,
        "but there must be a rule, hosts at least 2 and share in 0..1");
  }

  private static byte[] resource(String name) {
    try (InputStream in = FleetRulesTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
