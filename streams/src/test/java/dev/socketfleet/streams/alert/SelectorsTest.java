package dev.socketfleet.streams.alert;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.common.model.SocketState.CLOSING;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_1;
import static dev.socketfleet.common.model.SocketState.LAST_ACK;
import static dev.socketfleet.common.model.SocketState.TIME_WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.rule.RuleSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          state: close_wait                                | true
          state: CloseWait, role: server, port: 8000-8100  | true
          state: close_wait, role: client                  | false
          state: close_wait, port: [443, 8081]             | false
          state: close_wait, host: web-*                   | true
          state: close_wait, host: db-*                    | false
          state: close_wait, netns: blue                   | true
          state: close_wait, netns: host                   | false
          state: close_wait, labels: {dc: eu1}             | true
          state: close_wait, labels: {dc: us1}             | false
          state: close_wait, owner: api*                   | true
          state: close_wait, owner: nginx.service          | false
          state: time_wait                                 | false
          """)
  void aRuleJudgesWhatItsSelectorMatches(String select, boolean fires) {
    ScriptedHost host = host("{" + select + "}", "{at_least: 100}");

    host.snapshot(group("blue", "api.service", CLOSE_WAIT, 150));

    assertThat(host.firing()).hasSize(fires ? 1 : 0);
  }

  @Test
  void countsOnlyTheSocketsOfTheSelectedOwner() {
    ScriptedHost host = host("{state: close_wait, owner: api*}", "{at_least: 100}");

    host.snapshot(
        group("host", "api.service", CLOSE_WAIT, 90), group("host", "other", CLOSE_WAIT, 900));
    assertThat(host.transitions).isEmpty();

    host.snapshot(
        group("host", "api.service", CLOSE_WAIT, 110), group("host", "other", CLOSE_WAIT, 900));
    assertThat(host.last().value()).hasValue(110);
    assertThat(host.last().evidence().owners()).hasSize(1);
  }

  @Test
  void anEndpointCountsOverItsOwnersMostFirst() {
    ScriptedHost host = host("{state: close_wait}", "{at_least: 100}");

    host.snapshot(group("host", "small", CLOSE_WAIT, 40), group("host", "large", CLOSE_WAIT, 70));

    assertThat(host.last().value()).hasValue(110);
    assertThat(host.last().evidence().owners())
        .extracting(it -> it.owner().name())
        .containsExactly("large", "small");
  }

  @Test
  void severalStatesAreSeriesOfTheirOwnOrOneSum() {
    Group[] closing = {
      group("host", "a", FIN_WAIT_1, 60), group("host", "b", LAST_ACK, 60),
      group("host", "c", CLOSING, 10), group("host", "d", TIME_WAIT, 900)
    };
    ScriptedHost each = host("{state: [fin_wait_1, last_ack, closing]}", "{at_least: 50}");
    ScriptedHost sum =
        host("{state: [fin_wait_1, last_ack, closing]}", "{at_least: 130, combine: sum}");

    each.snapshot(closing);
    sum.snapshot(closing);

    assertThat(each.firing())
        .extracting(it -> it.subject().state().orElseThrow())
        .containsExactly(FIN_WAIT_1, LAST_ACK);
    assertThat(sum.firing()).hasSize(1);
    assertThat(sum.last().value()).hasValue(130);
    assertThat(sum.last().subject().state()).isEmpty();
    assertThat(sum.last().summary()).contains("130 sockets in fin_wait_1+closing+last_ack");
  }

  @Test
  void aRuleThatIsAddedLearnsBeforeItJudges() {
    ScriptedHost host = host("{state: close_wait}", "{at_least: 1000}");
    host.snapshots(Duration.ofHours(1), group("host", "api", TIME_WAIT, 500));

    host.rules =
        rules("id: spike\nkind: spike\nselect: {state: time_wait}\nparameters: {minimum: 50}");
    host.snapshots(Duration.ofHours(1), group("host", "api", TIME_WAIT, 500));
    assertThat(host.transitions).isEmpty();

    host.snapshot(group("host", "api", TIME_WAIT, 900));
    assertThat(host.firing()).hasSize(1);
  }

  @Test
  void aTemplateOfOnesOwnNamesTheNumbers() {
    ScriptedHost host = host("{state: close_wait}", "{at_least: 100}");
    host.rules =
        rules(
            """
            id: own
            kind: threshold
            select: {state: close_wait}
            parameters: {at_least: 100}
            annotations:
              summary: "{value}/{threshold} {state} {role} {port} {netns} {host} {owner} {baseline}"
            """);

    host.snapshot(group("blue", "api\u001b[31m", CLOSE_WAIT, 150));

    assertThat(host.last().summary())
        .isEqualTo("150/100 close_wait server 8080 blue web-1 unit api?[31m unknown");
  }

  private static Group group(String netns, String owner, SocketState state, long count) {
    return Group.of(
        netns,
        new Endpoint(Role.SERVER, 8_080),
        new Owner(OwnerKind.UNIT, owner),
        StateCounts.of(state, count));
  }

  private static ScriptedHost host(String select, String parameters) {
    return new ScriptedHost(
        rules("id: many\nkind: threshold\nselect: " + select + "\nparameters: " + parameters),
        Duration.ofSeconds(10));
  }

  private static RuleSet rules(String yaml) {
    try {
      return RuleSet.of(List.of(RuleCodec.decode("test", yaml.getBytes(StandardCharsets.UTF_8))));
    } catch (InvalidRulesException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
