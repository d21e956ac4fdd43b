package dev.socketfleet.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.query.RuleOrigin;
import dev.socketfleet.streams.rule.RuleSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulesInForceTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RulesInForce rules =
      new RulesInForce(
          RuleSet.of(List.of(rule("of-pack", 1), rule("of-both", 1))),
          List.of(rule("of-both", 2), rule("of-file", 2)),
          registry);
  private long offset;

  private static Rule rule(String id, int atLeast) {
    try {
      return RuleCodec.decode("test", json(id, atLeast));
    } catch (InvalidRulesException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] json(String id, int atLeast) {
    return bytes(
        "{id: %s, kind: threshold, select: {state: close_wait}, parameters: {at_least: %d}}"
            .formatted(id, atLeast));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void receive(String key, byte @Nullable [] value) {
    rules.receive(new ConsumerRecord<>("rules", 0, offset++, bytes(key), value));
  }

  private long atLeast(String id) {
    Optional<Rule> rule = rules.get().rule(id);
    return rule.isPresent() && rule.get().condition() instanceof Condition.Threshold it
        ? it.atLeast()
        : 0;
  }

  @Test
  void aHigherLayerReplacesByIdAndSaysSo() {
    rules.begin();
    receive("of-file", json("of-file", 3));
    assertThat(atLeast("of-file")).isEqualTo(2);
    rules.caughtUp();
    assertThat(atLeast("of-pack")).isEqualTo(1);
    assertThat(atLeast("of-both")).isEqualTo(2);
    assertThat(atLeast("of-file")).isEqualTo(3);
    assertThat(rules.view().origin("of-pack")).isEqualTo(RuleOrigin.PACK);
    assertThat(rules.view().origin("of-both")).isEqualTo(RuleOrigin.FILE);
    assertThat(rules.view().origin("of-file")).isEqualTo(RuleOrigin.TOPIC);
    receive("of-file", null);
    assertThat(atLeast("of-file")).isEqualTo(2);
  }

  @Test
  void readingTheTopicAgainPutsNoFormerRuleInForce() {
    rules.begin();
    receive("new", json("new", 5));
    receive("new", json("new", 6));
    rules.caughtUp();
    rules.begin();
    receive("new", json("new", 5));
    assertThat(atLeast("new")).isEqualTo(6);
    receive("new", json("new", 6));
    rules.caughtUp();
    assertThat(atLeast("new")).isEqualTo(6);

    rules.begin();
    assertThat(atLeast("new")).isEqualTo(6);
    rules.caughtUp();
    assertThat(atLeast("new")).isZero();
  }

  @Test
  void aRecordThatIsNoRuleIsNamedUntilItIsReplaced() {
    rules.begin();
    rules.caughtUp();
    receive("x", json("x", 4));
    receive("x", bytes("{"));
    receive("y", json("z", 4));
    assertThat(atLeast("x")).isEqualTo(4);
    assertThat(rules.get().rule("z")).isEmpty();
    assertThat(rules.view().refused())
        .extracting(it -> it.key() + " " + it.source())
        .containsExactly("x rules-0-1", "y rules-0-2");
    assertThat(rules.view().refused().get(1).problem())
        .isEqualTo("its key is not its id, which is z");
    assertThat(registry.counter("socketfleet.rules.malformed").count()).isEqualTo(2);
    receive("x", json("x", 5));
    receive("y", null);
    assertThat(rules.view().refused()).isEmpty();
  }

  @Test
  void keepsTheNamesOfAHundredAtMost() {
    rules.begin();
    rules.caughtUp();
    for (int i = 0; i < 150; i++) {
      receive("k" + i, bytes("?"));
    }
    assertThat(rules.view().refused()).hasSize(100);
    assertThat(registry.counter("socketfleet.rules.malformed").count()).isEqualTo(150);
  }
}
