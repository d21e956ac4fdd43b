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
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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

  /** The remote address that it is about; {@link Watch#ANY_PEER} for all. */
  final String peer;

  /** What the dictionary calls its trouble; empty when its states say that. */
  final String about;

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
      String peer,
      String about,
      long startedAt) {
    this.ruleId = ruleId;
    this.ruleRevision = ruleRevision;
    this.kind = kind;
    this.severity = severity;
    this.states = states;
    this.owner = owner;
    this.peer = peer;
    this.about = about;
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
            watch.peer(),
            Lore.subject(rule.condition()),
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

  boolean is(Watch watch) {
    return ruleId.equals(watch.rule().id())
        && states.equals(watch.states())
        && peer.equals(watch.peer());
  }

  /** Whether its rule is one of these. */
  boolean isOfAny(List<Glob> rules) {
    for (Glob glob : rules) {
      if (glob.matches(ruleId)) {
        return true;
      }
    }
    return false;
  }

  /** Two remote addresses are two incidents. */
  boolean mayConcernPeerOf(Episode other) {
    return peer.isEmpty() || other.peer.isEmpty() || peer.equals(other.peer);
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

  /** Whether the condition held when it was judged last. */
  boolean holds() {
    return clearSince == NOT_CLEARING;
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

  /** What it is about. */
  AlertSubject subject(String host, Place place) {
    return new AlertSubject(
        "host:" + host,
        Optional.of(host),
        Optional.ofNullable(place.netns()),
        Optional.ofNullable(place.endpoint()),
        states.only(),
        peer.isEmpty() ? Optional.empty() : Optional.of(peer));
  }

  /** Where it stands, for those who compare hosts. */
  Standing standing(String host, Place place) {
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
    out.text(peer);
    out.text(about);
    out.zigzag(startedAt);
    out.octet(phase.code);
    out.varint(heldSince);
    out.zigzag(clearSince);
    out.varint(revision);
    out.fixedDouble(value);
    out.fixedDouble(threshold);
  }

  static Episode decode(BinaryReader in, int version) {
    String ruleId = in.text(MAX_TEXT_BYTES);
    String ruleRevision = in.text(MAX_TEXT_BYTES);
    String kind = in.text(MAX_TEXT_BYTES);
    Severity severity = severity(in.text(MAX_TEXT_BYTES));
    StateMask states = new StateMask(in.varint(Integer.MAX_VALUE));
    String owner = in.text(MAX_OWNER_BYTES);
    boolean first = version == HostAlerts.FIRST_VERSION;
    String peer = first ? Watch.ANY_PEER : in.text(MAX_TEXT_BYTES);
    String about = first ? Lore.subjectOfFirst(kind, states) : in.text(MAX_TEXT_BYTES);
    Episode episode =
        new Episode(ruleId, ruleRevision, kind, severity, states, owner, peer, about, in.zigzag());
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
