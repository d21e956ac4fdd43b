package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Severity;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Rule;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.Arrays;
import java.util.Optional;

/**
 * One alert about what hosts have in common, from when its condition begins until it is resolved.
 * Mutable, owned by the thread of its scope.
 */
final class FleetEpisode {

  private static final int MAX_TEXT_BYTES = 1_024;
  private static final long NOT_CLEARING = -1;

  final String ruleId;
  final String ruleRevision;
  final String kind;
  final Severity severity;
  final Spread.Key key;
  final long startedAtMs;

  /** Held while another alert of the fleet speaks for it: then nobody was told. */
  boolean told;

  boolean firing;
  long holdsSinceMs;
  private long clearSinceMs = NOT_CLEARING;
  long revision;
  double value;
  double threshold;

  /** How many hosts the last transition named, and when it was. */
  int toldHosts;

  long toldAtMs;
  String leaking = "";

  private FleetEpisode(
      String ruleId,
      String ruleRevision,
      String kind,
      Severity severity,
      Spread.Key key,
      long startedAtMs) {
    this.ruleId = ruleId;
    this.ruleRevision = ruleRevision;
    this.kind = kind;
    this.severity = severity;
    this.key = key;
    this.startedAtMs = startedAtMs;
  }

  static FleetEpisode begin(Rule rule, String revision, Spread.Key key, long nowMs) {
    FleetEpisode episode =
        new FleetEpisode(rule.id(), revision, rule.kind(), rule.severity(), key, nowMs);
    episode.holdsSinceMs = nowMs;
    return episode;
  }

  void seen(Spread spread) {
    value = spread.value();
    threshold = spread.threshold();
    if (!spread.leaking().isEmpty()) {
      leaking = spread.leaking();
    }
  }

  void holdsAgain() {
    clearSinceMs = NOT_CLEARING;
  }

  /** The condition is over; returns for how long already. */
  long clearing(long nowMs) {
    if (clearSinceMs == NOT_CLEARING) {
      clearSinceMs = nowMs;
    }
    return nowMs - clearSinceMs;
  }

  AlertStatus status() {
    return firing ? AlertStatus.FIRING : AlertStatus.PENDING;
  }

  void encode(BinaryWriter out) {
    out.text(ruleId);
    out.text(ruleRevision);
    out.text(kind);
    out.text(severity.wireName());
    out.flag(key.endpoint().isPresent());
    key.endpoint().ifPresent(it -> HostTrouble.encode(it, out));
    out.varint(key.state().map(it -> it.code() + 1).orElse(0));
    out.text(key.peer());
    out.varint(startedAtMs);
    out.flag(told);
    out.flag(firing);
    out.varint(holdsSinceMs);
    out.zigzag(clearSinceMs);
    out.varint(revision);
    out.fixedDouble(value);
    out.fixedDouble(threshold);
    out.varint(toldHosts);
    out.varint(toldAtMs);
    out.text(leaking);
  }

  static FleetEpisode decode(BinaryReader in) {
    String ruleId = in.text(MAX_TEXT_BYTES);
    String ruleRevision = in.text(MAX_TEXT_BYTES);
    String kind = in.text(MAX_TEXT_BYTES);
    Severity severity = severity(in.text(MAX_TEXT_BYTES));
    Optional<Endpoint> endpoint =
        in.flag() ? Optional.of(HostTrouble.endpoint(in)) : Optional.empty();
    int state = in.varint(SocketState.COUNT);
    Spread.Key key =
        new Spread.Key(
            endpoint,
            state == 0 ? Optional.empty() : Optional.of(SocketState.ofCode(state - 1)),
            in.text(MAX_TEXT_BYTES));
    FleetEpisode episode = new FleetEpisode(ruleId, ruleRevision, kind, severity, key, in.varint());
    episode.told = in.flag();
    episode.firing = in.flag();
    episode.holdsSinceMs = in.varint();
    episode.clearSinceMs = in.zigzag();
    episode.revision = in.varint();
    episode.value = in.fixedDouble();
    episode.threshold = in.fixedDouble();
    episode.toldHosts = in.varint(Integer.MAX_VALUE);
    episode.toldAtMs = in.varint();
    episode.leaking = in.text(MAX_TEXT_BYTES);
    return episode;
  }

  private static Severity severity(String wireName) {
    return Arrays.stream(Severity.values())
        .filter(it -> it.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new BinaryFormatException("no severity is called " + wireName));
  }
}
