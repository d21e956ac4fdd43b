package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.Finding;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One alert from the moment its condition begins until it is resolved. Keeps of its rule what the
 * last transition needs, because the rule may be gone by then. Mutable, owned by the host's thread.
 */
final class Episode {

  private static final int MAX_TEXT_BYTES = 256;
  private static final int MAX_OWNER_BYTES = 1_024;
  private static final long NOT_CLEARING = -1;

  /** Where it is; {@link #HELD} is known to nobody else. */
  enum Phase {
    /** The condition holds but another alert speaks for the place. */
    HELD(0),
    PENDING(1),
    FIRING(2);

    private final int code;

    Phase(int code) {
      this.code = code;
    }

    static Phase ofCode(int code) {
      return switch (code) {
        case 1 -> PENDING;
        case 2 -> FIRING;
        default -> HELD;
      };
    }
  }

  final String ruleId;
  final String ruleRevision;
  final String kind;
  final Severity severity;
  final StateMask states;
  final String owner;
  final long startedAt;
  private Phase phase = Phase.HELD;
  private long heldSince;
  private long clearSince = NOT_CLEARING;
  private long revision;
  private double value;
  private double threshold = Double.NaN;

  private Episode(
      String ruleId,
      String ruleRevision,
      String kind,
      Severity severity,
      StateMask states,
      String owner,
      long startedAt) {
    this.ruleId = ruleId;
    this.ruleRevision = ruleRevision;
    this.kind = kind;
    this.severity = severity;
    this.states = states;
    this.owner = owner;
    this.startedAt = startedAt;
  }

  /**
   * The condition of a rule begins.
   *
   * @param at event time
   * @param observedMs how long the host has been observed: the clock of {@code for}
   * @param revisionFloor no transition may have this revision or a lower one
   */
  static Episode begin(Watch watch, long at, long observedMs, long revisionFloor) {
    Rule rule = watch.rule();
    Episode episode =
        new Episode(
            rule.id(),
            watch.armed().revision(),
            rule.kind(),
            rule.severity(),
            watch.states(),
            watch.owner(),
            at);
    episode.heldSince = observedMs;
    episode.revision = revisionFloor;
    return episode;
  }

  Phase phase() {
    return phase;
  }

  boolean isFiring() {
    return phase == Phase.FIRING;
  }

  boolean isPending() {
    return phase == Phase.PENDING;
  }

  /** Whether anybody was told of it. */
  boolean isTold() {
    return phase != Phase.HELD;
  }

  boolean is(Rule rule, StateMask mask) {
    return ruleId.equals(rule.id()) && states.equals(mask);
  }

  boolean isSuppressorIn(Rule rule) {
    for (Glob glob : rule.suppressedBy()) {
      if (glob.matches(ruleId)) {
        return true;
      }
    }
    return false;
  }

  void enter(Phase next) {
    phase = next;
  }

  /** Another alert speaks for the place; when it ends, {@code for} counts from then. */
  void hold(long observedMs) {
    phase = Phase.HELD;
    heldSince = observedMs;
  }

  long heldMs(long observedMs) {
    return observedMs - heldSince;
  }

  void seen(Finding.Measured finding) {
    value = finding.value();
    threshold = finding.threshold().orElse(threshold);
  }

  double value() {
    return value;
  }

  OptionalDouble threshold() {
    return Double.isNaN(threshold) ? OptionalDouble.empty() : OptionalDouble.of(threshold);
  }

  /** The condition is over; returns for how long already. */
  long clearing(long observedMs) {
    if (clearSince == NOT_CLEARING) {
      clearSince = observedMs;
    }
    return observedMs - clearSince;
  }

  void holdsAgain() {
    clearSince = NOT_CLEARING;
  }

  long revision() {
    return revision;
  }

  /** The number of the next transition: its time, or one more than the last if that is no less. */
  long nextRevision(long at) {
    revision = Math.max(revision + 1, at);
    return revision;
  }

  /**
   * What it is about.
   *
   * @param place null for the host itself
   */
  AlertSubject subject(String host, @Nullable Place place) {
    return place == null
        ? AlertSubject.of(host)
        : new AlertSubject(
            "host:" + host,
            Optional.of(host),
            Optional.of(place.netns()),
            Optional.of(place.endpoint()),
            states.only(),
            Optional.empty());
  }

  /** Where it stands, for those who compare hosts. */
  Standing standing(String host, @Nullable Place place) {
    Standing.Phase standing =
        switch (phase) {
          case HELD -> Standing.Phase.HELD;
          case PENDING -> Standing.Phase.PENDING;
          case FIRING -> Standing.Phase.FIRING;
        };
    return new Standing(ruleId, subject(host, place), standing, startedAt, value);
  }

  void encode(BinaryWriter out) {
    out.text(ruleId);
    out.text(ruleRevision);
    out.text(kind);
    out.text(severity.wireName());
    out.varint(states.bits());
    out.text(owner);
    out.zigzag(startedAt);
    out.octet(phase.code);
    out.varint(heldSince);
    out.zigzag(clearSince);
    out.varint(revision);
    out.fixedDouble(value);
    out.fixedDouble(threshold);
  }

  static Episode decode(BinaryReader in) {
    Episode episode =
        new Episode(
            in.text(MAX_TEXT_BYTES),
            in.text(MAX_TEXT_BYTES),
            in.text(MAX_TEXT_BYTES),
            severity(in.text(MAX_TEXT_BYTES)),
            new StateMask(in.varint(Integer.MAX_VALUE)),
            in.text(MAX_OWNER_BYTES),
            in.zigzag());
    episode.phase = Phase.ofCode(in.octet());
    episode.heldSince = in.varint();
    episode.clearSince = in.zigzag();
    episode.revision = in.varint();
    episode.value = in.fixedDouble();
    episode.threshold = in.fixedDouble();
    return episode;
  }

  private static Severity severity(String wireName) {
    return Arrays.stream(Severity.values())
        .filter(it -> it.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new BinaryFormatException("no severity is called " + wireName));
  }
}
