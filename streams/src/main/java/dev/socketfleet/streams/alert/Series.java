package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.streams.baseline.Baseline;
import dev.socketfleet.streams.baseline.RisingMinimum;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.Observation;
import dev.socketfleet.streams.window.EndpointSample;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One count that rules watch at a place: a set of states, of one owner or of all. Mutable, owned by
 * the host's thread.
 */
final class Series {

  /** Of all owners. */
  static final String ANY_OWNER = "";

  private static final long ZERO_BEFORE = -1;
  private static final long WARM_UP_MS = 600_000;
  private static final long WARM_UP_SAMPLES = 10;
  private static final int MAX_OWNER_BYTES = 1_024;
  private static final int MAX_MASK = (1 << SocketState.COUNT) - 1;

  final StateMask states;
  final String owner;
  private final long knownSince;
  private final Baseline baseline;
  private @Nullable RisingMinimum minima;

  private int windows;

  private long ageFrom = Long.MAX_VALUE;

  /** Of the snapshot that is being judged. */
  private long count;

  private @Nullable Observation seen;

  private Series(
      StateMask states,
      String owner,
      long knownSince,
      Baseline baseline,
      @Nullable RisingMinimum minima) {
    this.states = states;
    this.owner = owner;
    this.knownSince = knownSince;
    this.baseline = baseline;
    this.minima = minima;
  }

  /** A series of a host that was watched before: it was zero until now. */
  static Series fromZero(StateMask states, String owner) {
    return new Series(states, owner, ZERO_BEFORE, Baseline.zero(), null);
  }

  /**
   * A series that nobody watched before, so that what it is used to has to be learned.
   *
   * @param observedMs how long the host has been observed
   */
  static Series unknown(StateMask states, String owner, long observedMs) {
    return new Series(states, owner, observedMs, Baseline.unknown(), null);
  }

  /** Whether its baseline can be judged by: long and often enough seen, or zero before. */
  boolean isKnown(long observedMs, long intervalMs) {
    return knownSince == ZERO_BEFORE
        || observedMs - knownSince >= Math.max(WARM_UP_MS, WARM_UP_SAMPLES * intervalMs);
  }

  /** For how long it is known what it did; all the time where it was zero before. */
  private long watchedMs(long observedMs) {
    return knownSince == ZERO_BEFORE ? Long.MAX_VALUE : observedMs - knownSince;
  }

  boolean is(StateMask mask, String ownerPattern) {
    return states.equals(mask) && owner.equals(ownerPattern);
  }

  long count() {
    return count;
  }

  Baseline baseline() {
    return baseline;
  }

  Optional<RisingMinimum> minima() {
    return Optional.ofNullable(minima);
  }

  /** Counts it in a sample; zero where the endpoint is absent. */
  void count(@Nullable EndpointSample sample) {
    count = sample == null ? 0 : countIn(sample, states, owner);
  }

  static long countIn(EndpointSample sample, StateMask states, String owner) {
    if (owner.equals(ANY_OWNER)) {
      return states.count(sample.counts());
    }
    Glob glob = new Glob(owner);
    return sample.groups().stream()
        .filter(group -> glob.matches(group.owner().name()))
        .mapToLong(group -> states.count(group.counts()))
        .sum();
  }

  /** The lowest count at which the age of its sockets matters. */
  void ageFrom(long lowest) {
    ageFrom = lowest;
  }

  boolean needsAge() {
    return count >= ageFrom;
  }

  /** What conditions look at in the snapshot that is being judged. */
  void see(Observation observation) {
    seen = observation;
  }

  Observation seen() {
    if (seen == null) {
      throw new IllegalStateException("a series is judged before it was seen");
    }
    return seen;
  }

  /** The age of its oldest socket, where the snapshot tells. */
  OptionalLong oldestMs(@Nullable EndpointSample sample) {
    if (sample == null) {
      return OptionalLong.empty();
    }
    return sample.groups().stream().filter(this::isOwned).mapToLong(this::oldestMs).max().stream()
        .filter(age -> age >= 0)
        .findFirst();
  }

  private long oldestMs(Group group) {
    long oldest = -1;
    for (SocketState state : states.states()) {
      oldest = Math.max(oldest, group.oldestMs().getOrDefault(state, -1L));
    }
    return oldest;
  }

  boolean isOwned(Group group) {
    return owner.equals(ANY_OWNER) || new Glob(owner).matches(group.owner().name());
  }

  /** How many closed window minima the rules ask for; 0 for none. */
  void keepWindows(int number) {
    windows = number;
  }

  /** Turns to the time of the sample, and keeps the window minima going. */
  void observe(Round round) {
    long at = round.sample().at();
    baseline.turnTo(at, watchedMs(round.observedMs()));
    if (windows == 0) {
      minima = null;
    } else if (minima != null) {
      minima.observe(at, count, windows, round.forgetWindowsAfterMs());
    } else {
      boolean zeroBefore =
          knownSince == ZERO_BEFORE
              && RisingMinimum.windowStart(round.previousAt()) == RisingMinimum.windowStart(at);
      minima = RisingMinimum.startingAt(at, zeroBefore ? 0 : count);
    }
  }

  void learn(Round round) {
    boolean known = isKnown(round.observedMs(), round.sample().intervalMs());
    baseline.learn(count, round.elapsedMs(), known);
  }

  /** Whether dropping it would change nothing. */
  boolean isQuiet() {
    return count == 0 && baseline.isQuiet() && (minima == null || minima.isQuiet());
  }

  void encode(BinaryWriter out) {
    out.varint(states.bits());
    out.text(owner);
    out.zigzag(knownSince);
    baseline.encode(out);
    out.flag(minima != null);
    if (minima != null) {
      minima.encode(out);
    }
  }

  static Series decode(BinaryReader in) {
    return new Series(
        new StateMask(in.varint(MAX_MASK)),
        in.text(MAX_OWNER_BYTES),
        in.zigzag(),
        Baseline.decode(in),
        in.flag() ? RisingMinimum.decode(in) : null);
  }
}
