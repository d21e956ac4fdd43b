package dev.socketfleet.streams.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostRulesTest {

  private static final RuleSet RULES =
      rules(
          """
          rules:
            - {id: all, kind: threshold, select: {state: close_wait}, parameters: {at_least: 1}}
            - {id: port, kind: spike, select: {state: syn_sent, port: [443, 8000-8100]}, parameters: {minimum: 1}}
            - {id: blue, kind: growth, select: {state: close_wait, netns: blue}, parameters: {}}
            - {id: queue, kind: ratio, parameters: {of: listen_queued, to: listen_limit, at_least: 1}}
            - {id: ports, kind: exhaustion, parameters: {at_least: 0.8, clear_below: 0.5}}
            - {id: gone, kind: absent, select: {state: listen, port: 443}, parameters: {}}
            - {id: peers, kind: threshold, select: {state: time_wait}, parameters: {at_least: 1, per: peer}}
            - {id: drops, kind: rate, select: {netns: b*}, parameters: {counter: listenDrops, minus: outRsts}}
            - {id: web, kind: threshold, select: {state: listen, host: web-*}, parameters: {at_least: 1}}
            - {id: eu, kind: absent, select: {labels: {dc: eu1}}, parameters: {intervals: 3}}
            - {id: dog, kind: always, parameters: {}}
          """);

  private static RuleSet rules(String yaml) {
    try {
      return RuleSet.of(RuleCodec.decodeAll("test", yaml.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidRulesException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> ids(HostRules rules, String netns, Role role, int port) {
    EndpointRules found = rules.namespace(netns).endpoint(new Endpoint(role, port));
    return Stream.of(found.counting(), found.perPeer(), found.exhaustion(), found.gone())
        .flatMap(List::stream)
        .map(it -> it.rule().id())
        .toList();
  }

  @Test
  void anEndpointHasTheRulesThatItsSelectorsLeave() {
    HostRules host = HostRules.of(RULES, "db-1", Map.of());

    assertThat(ids(host, "host", Role.SERVER, 443))
        .containsExactly("all", "port", "queue", "peers", "gone");
    assertThat(ids(host, "host", Role.CLIENT, 443))
        .containsExactly("all", "port", "peers", "ports");
    assertThat(ids(host, "host", Role.SERVER, 7_999)).containsExactly("all", "queue", "peers");
    assertThat(ids(host, "host", Role.SERVER, 8_000)).contains("port");
    assertThat(ids(host, "host", Role.SERVER, 8_100)).contains("port");
    assertThat(ids(host, "host", Role.SERVER, 8_101)).doesNotContain("port");
    assertThat(ids(host, "blue", Role.SERVER, 1)).contains("blue");
    assertThat(ids(host, "green", Role.SERVER, 1)).doesNotContain("blue");
  }

  @Test
  void portsBetweenTwoBoundsShareTheirRules() {
    NamespaceRules rules = HostRules.of(RULES, "db-1", Map.of()).namespace("host");

    assertThat(rules.bounds()).containsExactly(0, 443, 444, 8_000, 8_101);
    assertThat(rules.endpoint(new Endpoint(Role.SERVER, 9)))
        .isSameAs(rules.endpoint(new Endpoint(Role.SERVER, 442)));
  }

  @Test
  void aNamespaceHasItsCountersAndTheLeastUseOfPortsThatMatters() {
    HostRules host = HostRules.of(RULES, "db-1", Map.of());

    assertThat(host.namespace("blue").counters()).containsExactly("listenDrops", "outRsts");
    assertThat(host.namespace("host").counters()).isEmpty();
    assertThat(host.namespace("host").exhaustionFloor()).isEqualTo(0.5);
  }

  @Test
  void hostsWithTheSameRulesShareThem() {
    HostRules one = HostRules.of(RULES, "db-1", Map.of());

    assertThat(HostRules.of(RULES, "db-2", Map.of("dc", "us1"))).isSameAs(one);
    assertThat(HostRules.of(RULES, "web-1", Map.of())).isNotSameAs(one);
    assertThat(HostRules.of(RULES, "db-3", Map.of("dc", "eu1")).silence()).hasSize(1);
    assertThat(one.silence()).isEmpty();
  }

  @Test
  void whatIsAboutNoHostIsNotArmed() {
    List<String> armed = new ArrayList<>();
    HostRules.of(RULES, "web-1", Map.of("dc", "eu1"))
        .armed()
        .forEach(it -> armed.add(it.rule().id()));

    assertThat(armed).contains("all", "web", "eu").doesNotContain("dog");
    assertThat(RULES.standing()).extracting(it -> it.id()).containsExactly("dog");
  }
}
