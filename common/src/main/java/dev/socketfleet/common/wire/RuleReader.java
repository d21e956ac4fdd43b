package dev.socketfleet.common.wire;

import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Condition.Combine;
import dev.socketfleet.common.model.rule.Condition.Part;
import dev.socketfleet.common.model.rule.Condition.Whole;
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

  static final String LISTEN_LIMIT = "listen_limit";
  static final String SYN_CAP = "syn_cap";

  private static final StateDictionary STATES = StateDictionary.load();
  private static final long MAX_COUNT = 1_000_000_000L;
  private static final double DEFAULT_SENSITIVITY = 3.8;
  private static final int DEFAULT_WINDOWS = 5;
  private static final Duration DEFAULT_SILENCE = Duration.ofSeconds(30);
  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final List<String> KINDS =
      List.of("threshold", "ratio", "spike", "growth", "absent", "widespread", "peer_leak");

  private RuleReader() {}

  /** The rule; empty when a problem was noted that leaves none. */
  static Optional<Rule> read(RuleFields in) {
    String id = in.requiredText("id");
    String schema = in.text("schema").orElse(RuleCodec.SCHEMA);
    if (!schema.equals(RuleCodec.SCHEMA)) {
      in.problem("schema was '" + schema + "' but this reads " + RuleCodec.SCHEMA);
    }
    boolean enabled = in.flag("enabled", true);
    Selector select = selector(in.object("select"));
    Optional<Condition> condition = condition(in, select);
    Duration holdFor = in.duration("for").orElse(Duration.ZERO);
    Duration keep = in.duration("keep_firing_for").orElse(Duration.ZERO);
    Severity severity =
        in.choice("severity", List.of(Severity.values()), Severity::wireName)
            .orElse(Severity.WARNING);
    List<Glob> suppressedBy =
        in.several("suppressed_by", "the id of a rule, * and ? allowed", RuleReader::glob);
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

  private static Optional<Condition> condition(RuleFields in, Selector select) {
    Optional<String> kind = in.choice("kind", KINDS, it -> it);
    in.required("kind", kind, "one of " + String.join(", ", KINDS), "");
    RuleFields parameters = in.object("parameters");
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Optional<Condition> condition =
        switch (kind.get()) {
          case "threshold" -> threshold(parameters);
          case "ratio" -> ratio(parameters);
          case "spike" -> spike(parameters);
          case "growth" -> growth(parameters);
          case FleetConditions.WIDESPREAD -> FleetConditions.widespread(parameters);
          case FleetConditions.PEER_LEAK -> FleetConditions.peerLeak(parameters);
          default -> absent(parameters);
        };
    parameters.refuseOthers();
    condition.ifPresent(it -> requireStates(in, it, select));
    condition.ifPresent(it -> FleetConditions.requireScope(in, it, select));
    return condition;
  }

  private static void requireStates(RuleFields in, Condition condition, Selector select) {
    boolean counts =
        !(condition instanceof Condition.Absent)
            && !FleetConditions.isOfStandings(condition)
            && !(condition instanceof Condition.Ratio ratio && ratio.of() == Part.LISTEN_QUEUED);
    if (counts && select.states().isEmpty()) {
      in.problem("select.state is missing; it must name what a rule of this kind counts");
    }
  }

  private static Optional<Condition> threshold(RuleFields in) {
    long atLeast =
        in.required(
            "at_least", in.integer("at_least", 1, MAX_COUNT), "a number of sockets above 0", 1L);
    long clearBelow = in.integer("clear_below", 1, MAX_COUNT).orElse(atLeast);
    Optional<Duration> olderThan = in.duration("older_than");
    Combine combine =
        in.choice("combine", List.of(Combine.values()), Combine::wireName).orElse(Combine.EACH);
    return build(in, () -> new Condition.Threshold(atLeast, clearBelow, olderThan, combine));
  }

  private static Optional<Condition> ratio(RuleFields in) {
    Part of = in.choice("of", List.of(Part.values()), Part::wireName).orElse(Part.COUNT);
    String expected = "listen_limit, syn_cap or a TCP state such as established";
    List<Whole> to = in.several("to", expected, RuleReader::whole);
    in.required("to", to.stream().findFirst(), expected, new Whole.SynCap());
    double atLeast = in.required("at_least", in.aboveZero("at_least"), "a number above 0", 1.0);
    double clearBelow = in.aboveZero("clear_below").orElse(atLeast);
    long minimum = in.integer("minimum", 0, MAX_COUNT).orElse(0L);
    if (to.size() != 1) {
      return Optional.empty();
    }
    return build(in, () -> new Condition.Ratio(of, to.get(0), atLeast, clearBelow, minimum));
  }

  private static Optional<Condition> spike(RuleFields in) {
    long minimum =
        in.required(
            "minimum", in.integer("minimum", 1, MAX_COUNT), "a number of sockets above 0", 1L);
    double sensitivity = in.aboveZero("sensitivity").orElse(DEFAULT_SENSITIVITY);
    return build(in, () -> new Condition.Spike(minimum, sensitivity));
  }

  private static Optional<Condition> growth(RuleFields in) {
    long above = in.integer("above", 0, MAX_COUNT).orElse(0L);
    int windows = in.integer("windows", 3, 60).map(Long::intValue).orElse(DEFAULT_WINDOWS);
    return build(in, () -> new Condition.Growth(above, windows));
  }

  private static Optional<Condition> absent(RuleFields in) {
    int intervals =
        in.required(
            "intervals",
            in.integer("intervals", 1, 1_000).map(Long::intValue),
            "an integer in 1..1000",
            1);
    Duration atLeast = in.duration("at_least").orElse(DEFAULT_SILENCE);
    return build(in, () -> new Condition.Absent(intervals, atLeast));
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

  private static Optional<Whole> whole(String text) {
    return switch (text) {
      case LISTEN_LIMIT -> Optional.of(new Whole.ListenLimit());
      case SYN_CAP -> Optional.of(new Whole.SynCap());
      default -> only(text).map(Whole.Count::new);
    };
  }

  private static Optional<SocketState> only(String spelling) {
    return STATES.find(spelling).filter(it -> it.size() == 1).map(it -> it.iterator().next());
  }
}
