package dev.socketfleet.streams.query;

import dev.socketfleet.streams.rule.RuleSet;
import java.util.List;
import java.util.Map;

/**
 * The rules of one moment and where they are from.
 *
 * @param origins by rule id, for each rule of the set
 * @param refused records of the rules topic that are none; they change nothing
 */
public record RulesView(RuleSet rules, Map<String, RuleOrigin> origins, List<Refused> refused) {

  /**
   * A record that is no rule.
   *
   * @param key as on the topic, foreign text
   * @param source topic, partition and offset
   * @param problem what is wrong with it
   */
  public record Refused(String key, String source, String problem) {}

  public RulesView {
    origins = Map.copyOf(origins);
    refused = List.copyOf(refused);
  }

  /** Where the rule of that id is from. */
  public RuleOrigin origin(String id) {
    return origins.getOrDefault(id, RuleOrigin.PACK);
  }
}
