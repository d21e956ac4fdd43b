package dev.socketfleet.common.wire;

import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.common.model.rule.PortRange;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.common.model.rule.Selector;
import dev.socketfleet.common.states.StateDictionary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes one rule of its fields; problems go to the fields' collector. */
final class RuleReader {

  private static final StateDictionary STATES = StateDictionary.load();
  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private RuleReader() {}

  /** The rule; empty when a problem was noted that leaves none. */
  static Optional<Rule> read(RuleFields in) {
    String id = in.requiredText("id");
    String schema = in.text("schema").orElse(RuleCodec.SCHEMA);
    if (!schema.equals(RuleCodec.SCHEMA)) {
      in.problem("schema was '" + schema + "' but this reads " + RuleCodec.SCHEMA);
    }
    boolean enabled = in.flag("enabled", true);
    RuleFields selector = in.object("select");
    Selector select = selector(selector);
    Optional<Condition> condition = ConditionReader.read(in, selector, select);
    Duration holdFor = in.duration("for").orElse(Duration.ZERO);
    Duration keep = in.duration("keep_firing_for").orElse(Duration.ZERO);
    Severity severity =
        in.choice("severity", List.of(Severity.values()), Severity::wireName)
            .orElse(Severity.WARNING);
    List<Glob> suppressedBy =
        in.several("suppressed_by", "the id of a rule, * and ? allowed", RuleReader::glob);
    List<Glob> keptBy =
        in.several("kept_by", "the id of a rule, * and ? allowed", RuleReader::glob);
    RuleFields annotations = in.object("annotations");
    Optional<String> summary = annotations.text("summary");
    annotations.refuseOthers();
    in.refuseOthers();
    if (condition.isEmpty()) {
      return Optional.empty();
    }
    return build(
        in,
        () ->
            new Rule(
                id,
                enabled,
                select,
                condition.get(),
                holdFor,
                keep,
                severity,
                suppressedBy,
                keptBy,
                summary));
  }

  private static Selector selector(RuleFields in) {
    Optional<Selector> selector =
        build(
            in,
            () ->
                new Selector(
                    in.several("state", "a TCP state such as close_wait", STATES::find).stream()
                        .flatMap(Set::stream)
                        .toList(),
                    in.choice("role", List.of(Role.values()), Role::wireName),
                    in.several(
                        "port",
                        "a port in 1..65535 or a range such as 8000-8100",
                        RuleReader::ports),
                    in.text("host").flatMap(RuleReader::glob),
                    in.text("netns").flatMap(RuleReader::glob),
                    in.text("owner").flatMap(RuleReader::glob),
                    in.has("labels") ? in.texts("labels") : Map.of(),
                    in.text("scope").flatMap(RuleReader::glob)));
    in.refuseOthers();
    return selector.orElse(Selector.ANY);
  }

  /** Makes what a type may refuse. */
  interface Maker<T> {
    T make();
  }

  /** What fields check only together is checked by the type; its words become the problem. */
  static <T> Optional<T> build(RuleFields in, Maker<? extends T> maker) {
    try {
      return Optional.of(maker.make());
    } catch (IllegalArgumentException e) {
      in.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  static Optional<Glob> glob(String text) {
    try {
      return Optional.of(new Glob(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<PortRange> ports(String text) {
    Matcher matcher = PORTS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    return first >= 1 && last <= 65_535 && first <= last
        ? Optional.of(new PortRange(first, last))
        : Optional.empty();
  }
}
