package dev.socketfleet.common.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleRefusalTest {

  private static final String RULE =
      """
      id: many
      kind: threshold
      select: {state: close_wait}
      parameters: {at_least: 100}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          for: 10           | "5: rule 'many': for was '10' but it must be a duration such as 500ms, 10s, 5m, 2h or 1d, at most 30d."
          for: 31d          | "5: rule 'many': for was '31d' but it must be a duration such as 500ms, 10s, 5m, 2h or 1d, at most 30d."
          fro: 10s          | "5: rule 'many': fro is no field of a rule; the nearest that exists is for."
          severity: high    | "5: rule 'many': severity was 'high' but it must be one of info, warning, critical."
          enabled: yes      | "5: rule 'many': enabled was 'yes' but it must be true or false."
          annotations: text | "5: rule 'many': annotations was 'text' but it must be a mapping."
          schema: v2        | "1: rule 'many': schema was 'v2' but this reads socketfleet.rule/1."
          """)
  void namesRuleFieldValueAndLine(String line, String message) {
    assertThat(problems(RULE + line)).containsExactly("f.yaml, line " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                              | "parameters.at_least is missing; it must be a number of sockets above 0."
          {at_least: 0}                   | "parameters.at_least was '0' but it must be an integer in 1..1000000000."
          {at_least: many}                | "parameters.at_least was 'many' but it must be an integer in 1..1000000000."
          {at_least: [1]}                 | "parameters.at_least was a list but it must be an integer in 1..1000000000."
          {at_least: 5, clear_below: 9}   | "at_least was 5.0 and clear_below 9.0 but both must be above 0, clear_below at most at_least."
          {at_least: 5, combine: both}    | "parameters.combine was 'both' but it must be one of each, sum."
          {at_least: 5, clear_bellow: 3}  | "parameters.clear_bellow is no field of a rule; the nearest that exists is clear_below."
          """)
  void namesWhatAParameterMustBe(String parameters, String message) {
    String text = RULE.replace("{at_least: 100}", parameters);

    assertThat(problems(text)).hasSize(1);
    assertThat(problems(text).get(0)).endsWith("rule 'many': " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                               | "select.state is missing; it must name what a rule of this kind counts."
          {state: close_weight}            | "select.state was 'close_weight' but it must be a TCP state such as close_wait."
          {state: close_wait, port: 70000} | "select.port was '70000' but it must be a port in 1..65535 or a range such as 8000-8100."
          {state: close_wait, port: 9-8}   | "select.port was '9-8' but it must be a port in 1..65535 or a range such as 8000-8100."
          {state: close_wait, role: both}  | "select.role was 'both' but it must be one of server, client."
          {state: close_wait, hots: a}     | "select.hots is no field of a rule; the nearest that exists is host."
          """)
  void namesWhatASelectorMustBe(String select, String message) {
    List<String> problems = problems(RULE.replace("{state: close_wait}", select));

    assertThat(problems).anyMatch(it -> it.endsWith("rule 'many': " + message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          rate | {} | {} | "parameters.counter is missing; it must be a kernel counter as snapshots name it, such as listenDrops."
          rate | {} | {counter: "a b"} | "parameters.counter was 'a b' but it must be a kernel counter as snapshots name it, such as listenDrops."
          rate | {} | {counter: listenDrops, above: -1} | "parameters.above was '-1' but it must be a number of at least 0."
          rate | {} | {counter: listenDrops, share: 2} | "counter was [listenDrops], above 0.0 and share 2.0 but there must be a counter, above must not be negative and share in 0..1."
          rate | {port: 443} | {counter: listenDrops} | "select.port is given but it means nothing for a rate, which a whole network namespace has; leave it out."
          rate | {state: listen} | {counter: listenDrops} | "select.state is given but it means nothing for a rate, which a whole network namespace has; leave it out."
          exhaustion | {} | {} | "parameters.at_least is missing; it must be a part of the port range, above 0 and at most 1."
          exhaustion | {} | {at_least: 1.5} | "at_least was 1.5 but it must be at most 1, the whole range."
          exhaustion | {owner: nginx} | {at_least: 0.8} | "select.owner is given but it means nothing for a port range, which all sockets of a network namespace share; leave it out."
          exhaustion | {role: server} | {at_least: 0.8} | "select.role was 'server' but only clients use up a port range; leave it out or use client."
          absent | {state: close_wait} | {} | "select.state names more than listen, but what can be absent is a listener (state: listen) or, without a state, the host."
          absent | {state: listen, role: client} | {} | "select.role was 'client' but only servers listen; leave it out or use server."
          absent | {state: listen} | {intervals: 3} | "parameters.intervals is no field of a rule; the nearest that exists is seen_for."
          absent | {port: 443} | {intervals: 3} | "select.port is given but it means nothing for a rule about a whole host; leave it out."
          threshold | {netns: blue} | {of: clock_skew, at_least: 30} | "select.netns is given but it means nothing for a rule about a whole host; leave it out."
          threshold | {state: syn_sent} | {of: load, at_least: 30} | "parameters.of was 'load' but it must be one of sockets, clock_skew, incomplete_snapshots, interleaved_boots."
          threshold | {state: syn_sent} | {per: host, at_least: 30} | "parameters.per was 'host' but it must be one of endpoint, peer."
          threshold | {state: syn_sent} | {per: peer, at_least: 30, older_than: 1m} | "older_than was given but with per: peer the age of a peer's sockets is not known."
          ratio | {state: listen} | {of: listen_queued, to: listen_limit, at_least: 0.8} | "select.state is given but it means nothing for an accept queue, whose connections are not counted by state; leave it out."
          always | {host: web-1} | {} | "select.host is given but it means nothing for a rule that always fires, which is about no host; leave it out."
          always | {} | {at_least: 1} | "parameters.at_least is no field of a rule."
          """)
  void namesWhatMeansNothingForAKind(
      String kind, String select, String parameters, String message) {
    String text =
        "id: many\nkind: %s\nselect: %s\nparameters: %s\n".formatted(kind, select, parameters);

    assertThat(problems(text)).anyMatch(it -> it.endsWith("rule 'many': " + message));
  }

  @Test
  void namesTheLineOfASelectorThatMeansNothing() {
    assertThat(
            problems(
                """
                id: many
                kind: rate
                select:
                  netns: host
                  port: 443
                parameters: {counter: listenDrops}
                """))
        .containsExactly(
            "f.yaml, line 5: rule 'many': select.port is given but it means nothing for a rate,"
                + " which a whole network namespace has; leave it out.");
  }

  @Test
  void tellsAllProblemsOfAFileAtOnce() {
    assertThat(
            problems(
                """
                rules:
                  - id: Bad Id
                    kind: threshold
                    select: {state: close_wait}
                    parameters: {at_least: 1}
                  - id: odd
                    kind: magic
                  - id: twice
                    kind: absent
                    parameters: {intervals: 3}
                  - id: twice
                    kind: absent
                    parameters: {intervals: 3}
                  - text
                """))
        .containsExactly(
            "f.yaml, line 2: rule 'Bad Id': id was 'Bad Id' but it must be 1 to 64 of a-z 0-9 -"
                + " and begin with a letter.",
            "f.yaml, line 7: rule 'odd': kind was 'magic' but it must be one of threshold, ratio,"
                + " spike, growth, rate, exhaustion, absent, always, widespread, peer_leak.",
            "f.yaml, line 11: rule 'twice' is already in line 8; ids must differ.",
            "f.yaml, line 14: a rule was 'text' but it must be a mapping.");
  }

  @Test
  void tellsWhereYamlIsBroken() {
    assertThat(problems("id: a\nkind: [b\n").get(0)).startsWith("f.yaml, line ").contains("YAML");
    assertThat(problems("")).containsExactly("f.yaml, line 1: there is nothing in it.");
    assertThat(problems("id: a\nid: b\n").get(0)).contains("Duplicate field 'id'");
  }

  @Test
  void survivesNestingAliasesAndControlCharacters() {
    assertThat(problems("[".repeat(5_000))).hasSize(1);
    assertThat(problems("id: &a [*a, *a]\nkind: x")).isNotEmpty();
    assertThat(problems("id: \"\\e[31mred\"\nkind: x")).allMatch(it -> it.indexOf('\u001b') < 0);
  }

  private static List<String> problems(String text) {
    InvalidRulesException refusal =
        catchThrowableOfType(
            InvalidRulesException.class, () -> RuleCodec.decodeAll("f.yaml", text.getBytes(UTF_8)));
    assertThat(refusal).as("nothing was refused").isNotNull();
    return refusal.problems();
  }
}
