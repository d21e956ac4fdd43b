package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.common.model.rule.Selector;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads and writes the conditions about many hosts, and tells which can be. */
final class FleetConditions {

  static final String WIDESPREAD = "widespread";
  static final String PEER_LEAK = "peer_leak";

  private static final int MAX_HOSTS = 1_000_000;
  private static final long MAX_COUNT = 1_000_000_000L;
  private static final String A_RULE = "the id of a rule, * and ? allowed";

  private FleetConditions() {}

  static Optional<Condition> widespread(RuleFields in) {
    List<Glob> rules = rules(in);
    int hosts =
        in.required(
            "hosts",
            in.integer("hosts", 2, MAX_HOSTS).map(Long::intValue),
            "an integer in 2.." + MAX_HOSTS,
            2);
    double share = in.aboveZero("share").orElse(0.0);
    return rules.isEmpty()
        ? Optional.empty()
        : RuleReader.build(in, () -> new Condition.Widespread(rules, hosts, share));
  }

  static Optional<Condition> peerLeak(RuleFields in) {
    List<Glob> rules = rules(in);
    long minimum =
        in.required(
            "minimum", in.integer("minimum", 1, MAX_COUNT), "a number of sockets above 0", 1L);
    return rules.isEmpty()
        ? Optional.empty()
        : RuleReader.build(in, () -> new Condition.PeerLeak(rules, minimum));
  }

  private static List<Glob> rules(RuleFields in) {
    List<Glob> rules = in.several("rules", A_RULE, RuleReader::glob);
    in.required("rules", rules.stream().findFirst(), A_RULE, Glob.ANY);
    return rules;
  }

  /** Whether it looks at what other rules found, not at counts. */
  static boolean isOfStandings(Condition condition) {
    return condition instanceof Condition.Widespread || condition instanceof Condition.PeerLeak;
  }

  /** What is about many hosts needs a scope, and what is about one has none. */
  static void requireScope(RuleFields in, Condition condition, Selector select) {
    if (select.scope().isEmpty()) {
      if (isOfStandings(condition)) {
        in.problem(
            "select.scope is missing; a rule of kind %s judges many hosts: fleet, or label:<key>=<value>"
                .formatted(condition.kind()));
      }
    } else if (!isOfSums(condition) && !isOfStandings(condition)) {
      in.problem(
          "select.scope was '%s' but what this rule of kind %s judges is known of single hosts only; leave it out, or use threshold, ratio between states, spike, growth, widespread or peer_leak"
              .formatted(select.scope().get(), condition.kind()));
    }
  }

  /** Whether the sums over hosts tell what it asks for. */
  private static boolean isOfSums(Condition condition) {
    return (condition instanceof Condition.Threshold threshold
            && threshold.olderThan().isEmpty()
            && threshold.per() == Condition.Per.ENDPOINT)
        || (condition instanceof Condition.Ratio ratio
            && ratio.of() == Condition.Part.COUNT
            && ratio.to() instanceof Condition.Whole.Count)
        || condition instanceof Condition.Spike
        || condition instanceof Condition.Growth;
  }

  static void write(JsonGenerator json, Condition condition) throws IOException {
    if (condition instanceof Condition.Widespread it) {
      RuleWriter.texts(json, "rules", it.rules().stream().map(Glob::pattern).toList());
      json.writeNumberField("hosts", it.hosts());
      if (it.share() > 0) {
        WireFields.number(json, "share", it.share());
      }
    } else if (condition instanceof Condition.PeerLeak it) {
      RuleWriter.texts(json, "rules", it.rules().stream().map(Glob::pattern).toList());
      json.writeNumberField("minimum", it.minimum());
    }
  }
}
