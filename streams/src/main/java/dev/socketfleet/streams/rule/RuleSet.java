package dev.socketfleet.streams.rule;

import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.wire.InvalidRulesException;
import dev.socketfleet.common.wire.RuleCodec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The rules in force, by id, in order of precedence. Immutable: a change is a new set, swapped as a
 * whole. Layers override one another by id: the pack below the file below the topic.
 */
public final class RuleSet {

  /** No rule at all. */
  public static final RuleSet EMPTY = new RuleSet(new LinkedHashMap<>());

  private static final String PACK = "default-rules.yaml";

  /** Hosts with rules of their own each share nothing; more sets than this are not kept. */
  private static final int MAX_SHARED = 1_000;

  private final Map<String, Rule> byId;
  private final List<Rule> enabled;
  private final List<Rule> ofScopes;
  private final Map<String, String> revisions;
  private final List<FleetCause> causes;
  private final List<HostRules.Armed> armed = new ArrayList<>();
  private final List<Rule> standing;

  /** By the numbers of the rules that match. */
  private final Map<BitSet, HostRules> shared = new ConcurrentHashMap<>();

  private RuleSet(Map<String, Rule> byId) {
    this(
        byId,
        byId.values().stream().filter(it -> it.enabled() && !isOfScope(it)).toList(),
        byId.values().stream().filter(it -> it.enabled() && isOfScope(it)).toList(),
        byId.values().stream().collect(Collectors.toMap(Rule::id, RuleCodec::revision)),
        List.of());
  }

  private RuleSet(
      Map<String, Rule> byId,
      List<Rule> enabled,
      List<Rule> ofScopes,
      Map<String, String> revisions,
      List<FleetCause> causes) {
    this.byId = byId;
    this.enabled = enabled;
    this.ofScopes = ofScopes;
    this.revisions = revisions;
    this.causes = causes;
    for (Rule rule : enabled) {
      if (!(rule.condition() instanceof Condition.Always)) {
        String revision = revisions.getOrDefault(rule.id(), "");
        armed.add(new HostRules.Armed(rule, revision, armed.size()));
      }
    }
    this.standing =
        enabled.stream().filter(rule -> rule.condition() instanceof Condition.Always).toList();
  }

  private static boolean isOfScope(Rule rule) {
    return rule.select().scope().isPresent();
  }

  /** The enabled rules that match a host. */
  HostRules forHost(String host, Map<String, String> labels) {
    BitSet matching = new BitSet(armed.size());
    for (int i = 0; i < armed.size(); i++) {
      matching.set(i, armed.get(i).rule().select().matchesHost(host, labels));
    }
    HostRules known = shared.get(matching);
    if (known == null) {
      known = new HostRules(matching.stream().mapToObj(armed::get).toList(), causes);
      if (shared.size() < MAX_SHARED) {
        shared.put(matching, known);
      }
    }
    return known;
  }

  /** The rules that ship. */
  public static RuleSet defaults() {
    try (InputStream pack = RuleSet.class.getResourceAsStream(PACK)) {
      return of(RuleCodec.decodeAll(PACK, Objects.requireNonNull(pack, PACK).readAllBytes()));
    } catch (IOException | InvalidRulesException e) {
      throw new IllegalStateException("the rules that ship cannot be read", e);
    }
  }

  /** A set of these rules; of two with one id the later one counts. */
  public static RuleSet of(Collection<Rule> rules) {
    return EMPTY.overriddenBy(rules);
  }

  /** This set with the rules of a higher layer: the same id replaces, at the same place. */
  public RuleSet overriddenBy(Collection<Rule> higher) {
    Map<String, Rule> merged = new LinkedHashMap<>(byId);
    higher.forEach(rule -> merged.put(rule.id(), rule));
    return new RuleSet(merged);
  }

  /** The same rules while these alerts about many hosts fire. */
  public RuleSet with(List<FleetCause> firing) {
    return new RuleSet(byId, enabled, ofScopes, revisions, List.copyOf(firing));
  }

  /** What fires about many hosts at this moment. */
  public List<FleetCause> causes() {
    return causes;
  }

  /** The rules about many hosts that are judged, of all scopes. */
  public List<Rule> ofScopes() {
    return ofScopes;
  }

  /**
   * The rules that judge the sums over one scope's hosts, as if it were a host of that name.
   *
   * @param scope {@code fleet} or {@code label:<key>=<value>}
   */
  public RuleSet sumsOf(String scope) {
    return new RuleSet(
        byId,
        ofScopes.stream().filter(it -> isAbout(it, scope) && !isOfStandings(it)).toList(),
        List.of(),
        revisions,
        List.of());
  }

  /** The rules that compare the alerts of one scope's hosts. */
  public List<Rule> standingsOf(String scope) {
    return ofScopes.stream().filter(it -> isAbout(it, scope) && isOfStandings(it)).toList();
  }

  /** Whether any rule judges this scope. */
  public boolean isAnyOf(String scope) {
    return ofScopes.stream().anyMatch(it -> isAbout(it, scope));
  }

  private static boolean isAbout(Rule rule, String scope) {
    return rule.select().scope().map(it -> it.matches(scope)).orElse(false);
  }

  private static boolean isOfStandings(Rule rule) {
    return rule.condition() instanceof Condition.Widespread
        || rule.condition() instanceof Condition.PeerLeak;
  }

  /** All rules, the disabled too. */
  public List<Rule> all() {
    return new ArrayList<>(byId.values());
  }

  /** The rules that are judged, each on every host by itself. */
  public List<Rule> enabled() {
    return enabled;
  }

  /** The enabled rules that always fire, whatever any host does. */
  public List<Rule> standing() {
    return standing;
  }

  /** The rule with this id, enabled or not. */
  public Optional<Rule> rule(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The revision of the rule with this id, enabled or not. */
  public Optional<String> revision(String id) {
    return Optional.ofNullable(revisions.get(id));
  }
}
