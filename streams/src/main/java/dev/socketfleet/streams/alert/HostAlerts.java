package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.rule.Finding;
import dev.socketfleet.streams.rule.HostRules;
import dev.socketfleet.streams.rule.Judge;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.EndpointSample;
import dev.socketfleet.streams.window.HostSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All alerts and baselines of one host. Owned by one stream thread; not thread-safe.
 *
 * <p>Nothing here knows a clock: samples bring their event time, {@link Liveness} brings the
 * partition clock. So the same input gives the same transitions, live, after a restart and in a
 * backtest.
 */
public final class HostAlerts {

  private static final int VERSION = 1;
  private static final int MAX_SPOTS = 1 << 20;
  private static final long NEVER = Long.MIN_VALUE;

  /** Snapshots jitter: {@code for} may be missed by this part of an interval. */
  private static final long SLACK_PART = 10;

  /** A gap counts as observed only as far as one lost snapshot explains it. */
  private static final long INTERVALS_OBSERVED = 2;

  private final Map<Place, Spot> spots = new LinkedHashMap<>();
  private Lifecycle hostAlerts = new Lifecycle(List.of());
  private HostFacts host = HostFacts.UNKNOWN;
  private long judgedAt = NEVER;
  private long observedMs;
  private long revisionFloor;
  private long fingerprint;
  private @Nullable HostRules rulesInUse;

  /**
   * Judges a snapshot. Incomplete ones and those not newer than the last judged change nothing:
   * missing data freezes alerts.
   */
  public void judge(HostSample sample, RuleSet rules, Verdicts out) {
    if (!sample.complete() || sample.at() <= judgedAt) {
      return;
    }
    host = new HostFacts(sample.host(), sample.labels(), sample.os());
    HostRules own = rulesFor(rules);
    Announcer announcer = new Announcer(host, own, sample, sample.at(), sample.at(), out);
    Round round = round(sample, own);
    observedMs = round.observedMs();
    adopt(own, announcer);
    finish(announcer);
    place(sample, own);
    for (Spot spot : List.copyOf(spots.values())) {
      spot.judge(round, moment(sample.at(), observedMs, sample.intervalMs()), announcer);
    }
    judgedAt = sample.at();
    finish(announcer);
    spots.values().forEach(Spot::forgetSample);
    spots.values().removeIf(Spot::isQuiet);
  }

  private Round round(HostSample sample, HostRules own) {
    boolean first = judgedAt == NEVER;
    long gap = first ? 0 : sample.at() - judgedAt;
    long elapsed = Math.min(gap, INTERVALS_OBSERVED * sample.intervalMs());
    boolean rulesAreNew = first || own.fingerprint() != fingerprint;
    return new Round(sample, own, rulesAreNew, judgedAt, elapsed, observedMs + elapsed);
  }

  private void place(HostSample sample, HostRules own) {
    for (EndpointSample endpoint : sample.endpoints()) {
      if (endpoint.isRest()) {
        continue;
      }
      Place place = new Place(endpoint.netns(), endpoint.endpoint());
      Spot spot = spots.get(place);
      if (spot == null && Spot.isOfInterest(own, endpoint)) {
        spot = new Spot(place);
        spots.put(place, spot);
      }
      if (spot != null) {
        spot.sampled(endpoint);
      }
    }
  }

  /** Judges what depends on the passing of time: whether the host is silent. */
  public void tick(Liveness liveness, RuleSet rules, Verdicts out) {
    if (host.name().isEmpty()) {
      host = new HostFacts(liveness.host(), liveness.labels(), "");
    }
    HostRules own = rulesFor(rules);
    if (own.fingerprint() != fingerprint && judgedAt != NEVER) {
      Announcer announcer = new Announcer(host, own, null, liveness.clockMs(), judgedAt, out);
      reconcile(own, announcer);
      finish(announcer);
    }
    if (liveness.judgeSilence()) {
      judgeSilence(liveness, own, out);
    }
  }

  /**
   * When {@link #tick} has to be called next if no snapshot comes and the rules stay: until then it
   * would change nothing.
   */
  public long wakeAtMs(Liveness liveness, RuleSet rules) {
    HostRules own = rulesFor(rules);
    boolean reconciles = own.fingerprint() != fingerprint && judgedAt != NEVER;
    if (reconciles || !hostAlerts.episodes().isEmpty()) {
      return liveness.clockMs();
    }
    long wakeAtMs = Long.MAX_VALUE;
    for (HostRules.Armed armed : own.armed()) {
      if (armed.rule().condition() instanceof Condition.Absent absent) {
        long limitMs = Judge.silenceLimitMs(absent, liveness.intervalMs());
        wakeAtMs = Math.min(wakeAtMs, liveness.lastAppendMs() + limitMs);
      }
    }
    return wakeAtMs;
  }

  private void judgeSilence(Liveness liveness, HostRules own, Verdicts out) {
    long now = liveness.clockMs();
    List<Watch> watches = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (HostRules.Armed armed : own.armed()) {
      if (armed.rule().condition() instanceof Condition.Absent absent) {
        watches.addAll(Watch.of(armed));
        findings.add(Judge.silence(absent, liveness.silentMs(), liveness.intervalMs()));
      }
    }
    Announcer announcer = new Announcer(host, own, null, now, now, out);
    hostAlerts.advance(watches, findings, new Lifecycle.Moment(now, now, 0, 0), announcer.atHost());
  }

  /** Resolves everything that is active. */
  public void retire(ResolveReason reason, long atMs, Verdicts out) {
    HostRules none = HostRules.of(RuleSet.EMPTY, host.name(), host.labels());
    Announcer announcer = new Announcer(host, none, null, atMs, Math.max(0, judgedAt), out);
    spots.values().forEach(spot -> spot.lifecycle().endAll(reason, announcer.at(spot)));
    finish(announcer);
    Announcer ofHost = new Announcer(host, none, null, atMs, atMs, out);
    hostAlerts.endAll(reason, ofHost.atHost());
  }

  private HostRules rulesFor(RuleSet rules) {
    HostRules known = rulesInUse;
    if (known == null || !known.isOf(rules, host.labels())) {
      known = HostRules.of(rules, host.name(), host.labels());
      rulesInUse = known;
    }
    return known;
  }

  private void adopt(HostRules own, Announcer announcer) {
    if (own.fingerprint() != fingerprint) {
      reconcile(own, announcer);
      fingerprint = own.fingerprint();
    }
  }

  private void reconcile(HostRules own, Announcer announcer) {
    spots.values().forEach(spot -> spot.lifecycle().reconcile(own, announcer.at(spot)));
    hostAlerts.reconcile(own, announcer.atHost());
  }

  private Lifecycle.Moment moment(long at, long observed, long intervalMs) {
    return new Lifecycle.Moment(at, observed, intervalMs / SLACK_PART, revisionFloor);
  }

  private void finish(Announcer announcer) {
    revisionFloor = Math.max(revisionFloor, announcer.highestForgotten());
  }

  /** Whether any alert is pending or firing. */
  public boolean active() {
    return hostAlerts.isTold() || spots.values().stream().anyMatch(it -> it.lifecycle().isTold());
  }

  /** All alerts whose condition holds, those that another one speaks for too. */
  public List<Standing> standings() {
    List<Standing> standings = new ArrayList<>(0);
    for (Episode episode : hostAlerts.episodes()) {
      standings.add(episode.standing(host.name(), null));
    }
    for (Spot spot : spots.values()) {
      for (Episode episode : spot.lifecycle().episodes()) {
        standings.add(episode.standing(host.name(), spot.place));
      }
    }
    return standings;
  }

  /** The alerts that are pending or firing. */
  public List<ActiveAlert> current() {
    List<ActiveAlert> active = new ArrayList<>();
    add(hostAlerts, null, active);
    spots.values().forEach(spot -> add(spot.lifecycle(), spot.place, active));
    return active;
  }

  private void add(Lifecycle lifecycle, @Nullable Place place, List<ActiveAlert> active) {
    for (Episode episode : lifecycle.episodes()) {
      if (episode.isTold()) {
        AlertSubject subject = episode.subject(host.name(), place);
        active.add(
            new ActiveAlert(
                subject.alertId(episode.ruleId),
                episode.ruleId,
                subject,
                episode.isFiring() ? AlertStatus.FIRING : AlertStatus.PENDING,
                episode.severity,
                Instant.ofEpochMilli(episode.startedAt),
                episode.value()));
      }
    }
  }

  /** Appends the whole state. */
  public void encode(BinaryWriter out) {
    out.octet(VERSION);
    host.encode(out);
    out.fixedLong(judgedAt);
    out.varint(observedMs);
    out.varint(revisionFloor);
    out.fixedLong(fingerprint);
    hostAlerts.encode(out);
    out.varint(spots.size());
    spots.values().forEach(spot -> spot.encode(out));
  }

  /**
   * The state that {@link #encode} wrote.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public static HostAlerts decode(BinaryReader in) {
    int version = in.octet();
    if (version != VERSION) {
      throw new BinaryFormatException(
          "alert state has version %d but this reads %d".formatted(version, VERSION));
    }
    HostAlerts alerts = new HostAlerts();
    alerts.host = HostFacts.decode(in);
    alerts.judgedAt = in.fixedLong();
    alerts.observedMs = in.varint();
    alerts.revisionFloor = in.varint();
    alerts.fingerprint = in.fixedLong();
    alerts.hostAlerts = Lifecycle.decode(in);
    for (int left = in.varint(MAX_SPOTS); left > 0; left--) {
      Spot spot = Spot.decode(in);
      alerts.spots.put(spot.place, spot);
    }
    return alerts;
  }
}
