package dev.socketfleet.deploy.bench;

import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import dev.socketfleet.streams.rule.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules as a large fleet may have them beside the default pack: of every kind, each about some
 * ports, hosts, labels, owners or namespaces. None of them fires on {@link BenchFleet}.
 */
final class BenchRules {

  private static final List<String> CONDITIONS =
      List.of(
          "kind: threshold, parameters: {at_least: 50000}",
          "kind: spike, parameters: {minimum: 50000}",
          "kind: growth, parameters: {above: 50000}",
          "kind: ratio, parameters: {to: established, at_least: 900}",
          "kind: threshold, parameters: {at_least: 50000, per: peer}");

  private static final List<String> STATES =
      List.of("close_wait", "time_wait", "established", "syn_sent");

  private BenchRules() {}

  /** All that ship, switched off. */
  static List<Rule> none() {
    return RuleSet.defaults().all().stream().map(Rule::disabled).toList();
  }

  /** The lines of a file of rules: JSON is YAML. */
  static List<String> file(List<Rule> rules) {
    List<String> lines = new ArrayList<>(List.of("rules:"));
    for (Rule rule : rules) {
      lines.add("- " + new String(RuleCodec.encode(rule), StandardCharsets.UTF_8));
    }
    return lines;
  }

  static List<Rule> of(int number) {
    List<Rule> rules = new ArrayList<>(number);
    for (int i = 0; i < number; i++) {
      String text =
          "{id: bench-%d, %s, select: {state: %s, %s}, for: 30s}"
              .formatted(
                  i,
                  CONDITIONS.get(i % CONDITIONS.size()),
                  STATES.get(i / 2 % STATES.size()),
                  selector(i));
      try {
        rules.addAll(RuleCodec.decodeAll("bench", text.getBytes(StandardCharsets.UTF_8)));
      } catch (InvalidRulesException e) {
        throw new IllegalStateException("a rule of the benchmark is wrong", e);
      }
    }
    return rules;
  }

  /** Some of each kind meet the fleet's hosts and endpoints, most do not. */
  private static String selector(int i) {
    return switch (i % 6) {
      case 0 -> "port: " + (1_000 + i % 2_000);
      case 1 -> "host: bench-%04d*".formatted(i);
      case 2 -> "labels: {role: role%d}, port: %d".formatted(i % 7, 1_000 + i);
      case 3 -> "owner: service-%d.service, port: %d-%d".formatted(i % 40, 900 + i, 910 + i);
      case 4 -> "netns: pod-" + i;
      default -> "labels: {dc: dc%d}, role: client, port: %d".formatted(i % 9, 1_000 + i);
    };
  }
}
