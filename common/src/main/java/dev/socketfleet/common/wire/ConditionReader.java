package dev.socketfleet.common.wire;

import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Condition.Combine;
import dev.socketfleet.common.model.rule.Condition.Part;
import dev.socketfleet.common.model.rule.Condition.Per;
import dev.socketfleet.common.model.rule.Condition.Report;
import dev.socketfleet.common.model.rule.Condition.Whole;
import dev.socketfleet.common.model.rule.Selector;
import dev.socketfleet.common.states.KernelCounter;
import dev.socketfleet.common.states.StateDictionary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads kind and parameters of a rule, and refuses selectors that mean nothing for them. */
final class ConditionReader {

  static final String LISTEN_LIMIT = "listen_limit";
  static final String SYN_CAP = "syn_cap";

  /** {@code of} of a threshold that counts sockets. */
  static final String SOCKETS = "sockets";

  private static final StateDictionary STATES = StateDictionary.load();
  private static final long MAX_COUNT = 1_000_000_000L;
  private static final double DEFAULT_SENSITIVITY = 3.8;
  private static final int DEFAULT_GROWTH_WINDOWS = 5;
  private static final int DEFAULT_RATE_WINDOWS = 2;
  private static final Duration DEFAULT_SILENCE = Duration.ofSeconds(30);
  private static final Duration DEFAULT_SEEN_FOR = Duration.ofMinutes(5);
  private static final Duration DEFAULT_GIVE_UP = Duration.ofDays(1);
  private static final List<String> KINDS =
      List.of(
          "threshold",
          "ratio",
          "spike",
          "growth",
          "rate",
          "exhaustion",
          "absent",
          "always",
          FleetConditions.WIDESPREAD,
          FleetConditions.PEER_LEAK);

  private final RuleFields rule;
  private final RuleFields in;
  private final RuleFields selector;
  private final Selector select;

  private ConditionReader(RuleFields rule, RuleFields selector, Selector select) {
    this.rule = rule;
    this.in = rule.object("parameters");
    this.selector = selector;
    this.select = select;
  }

  /**
   * The condition; empty when a problem was noted that leaves none.
   *
   * @param selector the fields that {@code select} was made of
   */
  static Optional<Condition> read(RuleFields rule, RuleFields selector, Selector select) {
    Optional<String> kind = rule.choice("kind", KINDS, it -> it);
    rule.required("kind", kind, "one of " + String.join(", ", KINDS), "");
    return kind.flatMap(it -> new ConditionReader(rule, selector, select).read(it));
  }

  private Optional<Condition> read(String kind) {
    Optional<Condition> condition =
        switch (kind) {
          case "threshold" -> threshold();
          case "ratio" -> ratio();
          case "spike" -> spike();
          case "growth" -> growth();
          case "rate" -> rate();
          case "exhaustion" -> exhaustion();
          case "absent" -> absent();
          case FleetConditions.WIDESPREAD -> FleetConditions.widespread(in);
          case FleetConditions.PEER_LEAK -> FleetConditions.peerLeak(in);
          default -> Optional.of(new Condition.Always());
        };
    in.refuseOthers();
    condition.ifPresent(this::checkSelector);
    condition.ifPresent(it -> FleetConditions.requireScope(rule, it, select));
    return condition;
  }

  private Optional<Condition> threshold() {
    long atLeast =
        in.required(
            "at_least", in.integer("at_least", 1, MAX_COUNT), "a number of sockets above 0", 1L);
    long clearBelow = in.integer("clear_below", 1, MAX_COUNT).orElse(atLeast);
    Optional<Report> report = report();
    if (report.isPresent()) {
      return build(() -> new Condition.HostThreshold(report.get(), atLeast, clearBelow));
    }
    Optional<Duration> olderThan = in.duration("older_than");
    Combine combine =
        in.choice("combine", List.of(Combine.values()), Combine::wireName).orElse(Combine.EACH);
    Per per = in.choice("per", List.of(Per.values()), Per::wireName).orElse(Per.ENDPOINT);
    return build(() -> new Condition.Threshold(atLeast, clearBelow, olderThan, combine, per));
  }

  private Optional<Report> report() {
    List<String> measures = new ArrayList<>(List.of(SOCKETS));
    List.of(Report.values()).forEach(it -> measures.add(it.wireName()));
    return in.choice("of", measures, it -> it)
        .flatMap(
            name ->
                List.of(Report.values()).stream()
                    .filter(it -> it.wireName().equals(name))
                    .findFirst());
  }

  private Optional<Condition> ratio() {
    Part of = in.choice("of", List.of(Part.values()), Part::wireName).orElse(Part.COUNT);
    String expected = "listen_limit, syn_cap or a TCP state such as established";
    List<Whole> to = in.several("to", expected, ConditionReader::whole);
    in.required("to", to.stream().findFirst(), expected, new Whole.SynCap());
    double atLeast = in.required("at_least", in.aboveZero("at_least"), "a number above 0", 1.0);
    double clearBelow = in.aboveZero("clear_below").orElse(atLeast);
    long minimum = in.integer("minimum", 0, MAX_COUNT).orElse(0L);
    if (to.size() != 1) {
      return Optional.empty();
    }
    return build(() -> new Condition.Ratio(of, to.get(0), atLeast, clearBelow, minimum));
  }

  private Optional<Condition> spike() {
    long minimum =
        in.required(
            "minimum", in.integer("minimum", 1, MAX_COUNT), "a number of sockets above 0", 1L);
    double sensitivity = in.aboveZero("sensitivity").orElse(DEFAULT_SENSITIVITY);
    return build(() -> new Condition.Spike(minimum, sensitivity));
  }

  private Optional<Condition> growth() {
    long above = in.integer("above", 0, MAX_COUNT).orElse(0L);
    int windows = windows(3, DEFAULT_GROWTH_WINDOWS);
    return build(() -> new Condition.Growth(above, windows));
  }

  private Optional<Condition> rate() {
    String expected = "a kernel counter as snapshots name it, such as listenDrops";
    List<String> counters = in.several("counter", expected, KernelCounter::nameIn);
    in.required("counter", counters.stream().findFirst(), expected, "");
    List<String> minus = in.several("minus", expected, KernelCounter::nameIn);
    double above = in.notNegative("above").orElse(0.0);
    double share = in.notNegative("share").orElse(0.0);
    int windows = windows(1, DEFAULT_RATE_WINDOWS);
    if (counters.isEmpty()) {
      return Optional.empty();
    }
    return build(() -> new Condition.Rate(counters, minus, above, share, windows));
  }

  private int windows(int least, int fallback) {
    return in.integer("windows", least, 60).map(Long::intValue).orElse(fallback);
  }

  private Optional<Condition> exhaustion() {
    String expected = "a part of the port range, above 0 and at most 1";
    double atLeast = in.required("at_least", in.aboveZero("at_least"), expected, 1.0);
    double clearBelow = in.aboveZero("clear_below").orElse(atLeast);
    return build(() -> new Condition.Exhaustion(atLeast, clearBelow));
  }

  /** Without a state it is the host that is missed, with {@code listen} a listener. */
  private Optional<Condition> absent() {
    if (!select.states().isEmpty()) {
      Duration seenFor = in.duration("seen_for").orElse(DEFAULT_SEEN_FOR);
      Duration giveUpAfter = in.duration("give_up_after").orElse(DEFAULT_GIVE_UP);
      return build(() -> new Condition.ListenerGone(seenFor, giveUpAfter));
    }
    int intervals =
        in.required(
            "intervals",
            in.integer("intervals", 1, 1_000).map(Long::intValue),
            "an integer in 1..1000",
            1);
    Duration atLeast = in.duration("at_least").orElse(DEFAULT_SILENCE);
    return build(() -> new Condition.Absent(intervals, atLeast));
  }

  private void checkSelector(Condition condition) {
    if (condition instanceof Condition.Always) {
      refuse("a rule that always fires, which is about no host", "host", "labels", "netns");
      refuse("a rule that always fires, which is about no host", "state", "role", "port", "owner");
    } else if (condition instanceof Condition.Absent
        || condition instanceof Condition.HostThreshold) {
      refuse("a rule about a whole host", "netns", "state", "role", "port", "owner");
    } else if (condition instanceof Condition.Rate) {
      refuse("a rate, which a whole network namespace has", "state", "role", "port", "owner");
    } else if (condition instanceof Condition.Exhaustion) {
      refuse("a port range, which all sockets of a network namespace share", "state", "owner");
      refuseRole(Role.SERVER, "only clients use up a port range");
    } else if (condition instanceof Condition.ListenerGone) {
      if (!select.states().equals(List.of(SocketState.LISTEN))) {
        selector.problem(
            "state",
            "names more than listen, but what can be absent is a listener (state: listen) or,"
                + " without a state, the host");
      }
      refuseRole(Role.CLIENT, "only servers listen");
    } else if (condition instanceof Condition.Ratio ratio && ratio.of() == Part.LISTEN_QUEUED) {
      refuse("an accept queue, whose connections are not counted by state", "state");
      refuseRole(Role.CLIENT, "only servers have accept queues");
    } else if (condition instanceof Condition.PeerLeak) {
      refuse("the proof of a leak, which is about servers in close_wait", "state", "role");
    } else if (!FleetConditions.isOfStandings(condition) && select.states().isEmpty()) {
      rule.problem("select.state is missing; it must name what a rule of this kind counts");
    }
  }

  private void refuse(String what, String... fields) {
    for (String field : fields) {
      if (selector.has(field)) {
        selector.problem(field, "is given but it means nothing for " + what + "; leave it out");
      }
    }
  }

  private void refuseRole(Role role, String why) {
    if (select.role().filter(role::equals).isPresent()) {
      String other = role == Role.SERVER ? Role.CLIENT.wireName() : Role.SERVER.wireName();
      selector.problem(
          "role", "was '%s' but %s; leave it out or use %s".formatted(role.wireName(), why, other));
    }
  }

  private <T> Optional<T> build(RuleReader.Maker<? extends T> maker) {
    return RuleReader.build(in, maker);
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
