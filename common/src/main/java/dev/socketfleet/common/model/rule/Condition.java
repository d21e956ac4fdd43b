package dev.socketfleet.common.model.rule;

import dev.socketfleet.common.model.SocketState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a rule calls it trouble. Levels are inclusive: the condition begins at {@code atLeast} and
 * ends below {@code clearBelow}, which keeps a count that hovers at the level from flapping.
 */
public sealed interface Condition {

  /** The rule's {@code kind} on the wire. */
  String kind();

  /**
   * A number of sockets, judged at every snapshot.
   *
   * @param atLeast sockets, at least 1
   * @param clearBelow in 1..atLeast
   * @param olderThan holds only while the oldest of them is older; not judged where ages are
   *     unknown
   * @param combine whether several selected states are one sum
   * @param per whether the sockets of an endpoint count together or by remote address
   */
  record Threshold(
      long atLeast, long clearBelow, Optional<Duration> olderThan, Combine combine, Per per)
      implements Condition {

    public Threshold {
      requireLevels((double) atLeast, (double) clearBelow);
      if (per == Per.PEER && olderThan.isPresent()) {
        throw new IllegalArgumentException(
            "older_than was given but with per: peer the age of a peer's sockets is not known");
      }
    }

    @Override
    public String kind() {
      return "threshold";
    }
  }

  /**
   * A part of a whole, judged at every snapshot at which both are known.
   *
   * @param atLeast above 0
   * @param clearBelow above 0, at most {@code atLeast}
   * @param minimum below this numerator the condition never begins
   */
  record Ratio(Part of, Whole to, double atLeast, double clearBelow, long minimum)
      implements Condition {

    public Ratio {
      requireLevels(atLeast, clearBelow);
    }

    @Override
    public String kind() {
      return "ratio";
    }
  }

  /**
   * A number of sockets far above what this series is used to, judged at every snapshot.
   *
   * @param minimum sockets below which nothing is a spike, at least 1
   * @param sensitivity how many spreads above the level, above 0
   */
  record Spike(long minimum, double sensitivity) implements Condition {

    public Spike {
      if (minimum < 1 || !(sensitivity > 0)) {
        throw new IllegalArgumentException(
            "minimum was %d and sensitivity %s but both must be above 0"
                .formatted(minimum, sensitivity));
      }
    }

    @Override
    public String kind() {
      return "spike";
    }
  }

  /**
   * Many hosts with the same trouble: alerts of these rules, pending, firing or held, on one (role,
   * port, state), or on the hosts themselves.
   *
   * @param rules at least one
   * @param hosts how many have to have it, at least 2
   * @param share of the hosts that have the endpoint, or of all hosts, in 0..1; at half of both it
   *     is over
   */
  record Widespread(List<Glob> rules, int hosts, double share) implements Condition {

    public Widespread {
      rules = List.copyOf(rules);
      if (rules.isEmpty() || hosts < 2 || !(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "rules was %s, hosts %d and share %s but there must be a rule, hosts at least 2 and share in 0..1"
                .formatted(rules, hosts, share));
      }
    }

    @Override
    public String kind() {
      return "widespread";
    }
  }

  /**
   * A server port whose alert of these rules (sockets in CLOSE_WAIT) is the other end of
   * connections that other hosts keep in FIN_WAIT_2: proof of which side does not close.
   *
   * @param rules of the leaking side, at least one
   * @param minimum sockets that the other hosts together have in FIN_WAIT_2 towards it, at least 1
   */
  record PeerLeak(List<Glob> rules, long minimum) implements Condition {

    public PeerLeak {
      rules = List.copyOf(rules);
      if (rules.isEmpty() || minimum < 1) {
        throw new IllegalArgumentException(
            "rules was %s and minimum %d but there must be a rule and minimum at least 1"
                .formatted(rules, minimum));
      }
    }

    @Override
    public String kind() {
      return "peer_leak";
    }
  }

  /**
   * A minimum that rises from window to window: what leaks never comes back, while a burst leaves
   * the minimum where it was. Judged at every closed one-minute window.
   *
   * @param above sockets that the last minimum has to exceed
   * @param windows how many minima have to rise in a row, in 3..60
   */
  record Growth(long above, int windows) implements Condition {

    public Growth {
      if (above < 0 || windows < 3 || windows > 60) {
        throw new IllegalArgumentException(
            "above was %d and windows %d but above must not be negative and windows in 3..60"
                .formatted(above, windows));
      }
    }

    @Override
    public String kind() {
      return "growth";
    }
  }

  /**
   * What is wrong with the reports of a host, judged whenever one arrives.
   *
   * @param of what is measured, in its unit
   * @param atLeast at least 1
   * @param clearBelow in 1..atLeast
   */
  record HostThreshold(Report of, long atLeast, long clearBelow) implements Condition {

    public HostThreshold {
      requireLevels((double) atLeast, (double) clearBelow);
    }

    @Override
    public String kind() {
      return "threshold";
    }
  }

  /**
   * How fast kernel counters of a network namespace rise, judged at every closed one-minute window,
   * and within one as soon as its rise is enough. A counter that fell, or one of another namespace
   * of that name, began anew: it makes no rate.
   *
   * @param counters by their names in snapshots ({@code listenDrops}), added up; at least one
   * @param minus counters whose rise is taken off
   * @param above events per second, exclusive, at least 0
   * @param share how much of the rise of {@code counters} has to be left, in 0..1
   * @param windows how many windows in a row, in 1..60
   */
  record Rate(List<String> counters, List<String> minus, double above, double share, int windows)
      implements Condition {

    public Rate {
      counters = List.copyOf(counters);
      minus = List.copyOf(minus);
      if (counters.isEmpty() || !(above >= 0) || !(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "counter was %s, above %s and share %s but there must be a counter, above must not be negative and share in 0..1"
                .formatted(counters, above, share));
      }
      if (windows < 1 || windows > 60) {
        throw new IllegalArgumentException(
            "windows was %d but it must be in 1..60".formatted(windows));
      }
    }

    @Override
    public String kind() {
      return "rate";
    }
  }

  /**
   * The part of the ephemeral port range that connections from one local address to one remote
   * address and port use, judged at every snapshot. Of several local addresses the fullest counts.
   *
   * @param atLeast of the range, above 0, at most 1
   * @param clearBelow above 0, at most {@code atLeast}
   */
  record Exhaustion(double atLeast, double clearBelow) implements Condition {

    public Exhaustion {
      requireLevels(atLeast, clearBelow);
      if (atLeast > 1) {
        throw new IllegalArgumentException(
            "at_least was %s but it must be at most 1, the whole range".formatted(atLeast));
      }
    }

    @Override
    public String kind() {
      return "exhaustion";
    }
  }

  /**
   * A port on which nothing listens any more while its host goes on reporting and its network
   * namespace is still there. Ephemeral ports are no services and never judged.
   *
   * @param seenFor how long it must have listened to be missed
   * @param giveUpAfter how long it is missed: what was taken out of service must not fire for ever
   */
  record ListenerGone(Duration seenFor, Duration giveUpAfter) implements Condition {

    public ListenerGone {
      if (seenFor.isNegative() || giveUpAfter.isNegative() || giveUpAfter.isZero()) {
        throw new IllegalArgumentException(
            "seen_for was %s and give_up_after %s but neither may be negative, give_up_after not 0"
                .formatted(seenFor, giveUpAfter));
      }
    }

    @Override
    public String kind() {
      return "absent";
    }
  }

  /**
   * A host that sends no snapshots, judged by the clock.
   *
   * @param intervals of the host's own snapshots that have to be missing, at least 1
   * @param atLeast however short these intervals are
   */
  record Absent(int intervals, Duration atLeast) implements Condition {

    public Absent {
      if (intervals < 1 || atLeast.isNegative()) {
        throw new IllegalArgumentException(
            "intervals was %d and at_least %s but intervals must be above 0 and at_least not negative"
                .formatted(intervals, atLeast));
      }
    }

    @Override
    public String kind() {
      return "absent";
    }
  }

  /**
   * Always true: its alert fires as long as rules are judged at all, so that its absence tells that
   * they are not. About the fleet, not about a host.
   */
  record Always() implements Condition {

    /** The kind on the wire: who shows alerts leaves these out unless asked. */
    public static final String KIND = "always";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /** What to do with several selected states. */
  enum Combine {
    /** Each is a series of its own. */
    EACH("each"),
    /** Their sum is one series. */
    SUM("sum");

    private final String wireName;

    Combine(String wireName) {
      this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
      return wireName;
    }
  }

  /** Which sockets of an endpoint count together. */
  enum Per {
    /** All of them. */
    ENDPOINT("endpoint"),
    /** Those to one remote address; each is an alert of its own. */
    PEER("peer");

    private final String wireName;

    Per(String wireName) {
      this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
      return wireName;
    }
  }

  /** What can be wrong with the reports of a host. */
  enum Report {
    /** Seconds by which the host's clock is off; 0 while it is believed. */
    CLOCK_SKEW("clock_skew"),
    /** Incomplete ones among the last 10 snapshots. */
    INCOMPLETE("incomplete_snapshots"),
    /** How often, in the last 20 snapshots, a collector took turns with another one. */
    TWO_BOOTS("interleaved_boots");

    private final String wireName;

    Report(String wireName) {
      this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
      return wireName;
    }
  }

  /** The numerator of a ratio. */
  enum Part {
    /** Sockets in the selected states, together. */
    COUNT("count"),
    /** Connections that wait in the fullest listener's accept queue. */
    LISTEN_QUEUED("listen_queued");

    private final String wireName;

    Part(String wireName) {
      this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
      return wireName;
    }
  }

  /** The denominator of a ratio. */
  sealed interface Whole {

    /** The fullest listener's limit: {@code listen_limit}. */
    record ListenLimit() implements Whole {}

    /**
     * How many half-open connections one listener can hold: {@code syn_cap}. The listener's limit
     * and, without SYN cookies, no more than 3/4 of {@code tcp_max_syn_backlog}.
     */
    record SynCap() implements Whole {}

    /** Sockets of the endpoint in a state, named by it. */
    record Count(SocketState state) implements Whole {}
  }

  private static void requireLevels(double atLeast, double clearBelow) {
    if (!(atLeast > 0) || !(clearBelow > 0) || clearBelow > atLeast) {
      throw new IllegalArgumentException(
          "at_least was %s and clear_below %s but both must be above 0, clear_below at most at_least"
              .formatted(atLeast, clearBelow));
    }
  }
}
