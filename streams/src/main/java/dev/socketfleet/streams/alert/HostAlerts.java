package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Role;
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

  /** The version that knew neither remote addresses nor namespaces, listeners and reports. */
  static final int FIRST_VERSION = 1;

  private static final int VERSION = 2;
  private static final int MAX_SPOTS = 1 << 20;
  private static final long NEVER = Long.MIN_VALUE;

  /** Snapshots jitter: {@code for} may be missed by this part of an interval. */
  private static final long SLACK_PART = 10;

  /** A gap counts as observed only as far as one lost snapshot explains it. */
  private static final long INTERVALS_OBSERVED = 2;

  private final Map<Place, Spot> spots = new LinkedHashMap<>();
  private final Map<String, NamespaceWatch> namespaces = new LinkedHashMap<>();
  private ReportLog reports = new ReportLog();
  private Listeners listeners = new Listeners();
  private Lifecycle hostAlerts = new Lifecycle(List.of());
  private HostFacts host = HostFacts.UNKNOWN;
  private long judgedAt = NEVER;
  private long observedMs;
  private long revisionFloor;
  private long fingerprint;
  private @Nullable HostRules rulesInUse;
  private @Nullable RuleSet rulesFrom;
  private Map<String, String> labelsOfRules = Map.of();

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
    Announcer announcer = new Announcer(host, own, sample.at(), sample.at(), out);
    Round round = round(sample, own);
    observedMs = round.observedMs();
    adopt(own, announcer);
    finish(announcer);
    judge(round, announcer);
    judgedAt = sample.at();
    finish(announcer);
    spots.values().forEach(Spot::forgetSample);
    spots.values().removeIf(Spot::isQuiet);
  }

  /** Endpoints come first: they name what is behind the counters of their namespace. */
  private void judge(Round round, Announcer announcer) {
    if (round.rules().armed().isEmpty() && namespaces.isEmpty()) {
      return;
    }
    HostSample sample = round.sample();
    forgetReplacedNamespaces(sample);
    listeners.observe(round);
    place(sample, round.rules());
    Lifecycle.Moment now = moment(sample.at(), observedMs, sample.intervalMs());
    Neighbourhood around = new Neighbourhood(round.rules(), spots, namespaces, hostAlerts, sample);
    for (Spot spot : List.copyOf(spots.values())) {
      spot.judge(round, now, around.of(spot.place), announcer);
    }
    for (Namespace namespace : sample.namespaces().values()) {
      NamespaceWatch watch = namespaces.computeIfAbsent(namespace.name(), NamespaceWatch::new);
      watch.judge(namespace, round, now, around.of(watch.place), announcer);
    }
    for (NamespaceWatch watch : List.copyOf(namespaces.values())) {
      if (!sample.namespaces().containsKey(watch.netns) && !watch.netns.equals(Group.HOST_NETNS)) {
        watch.judge(null, round, now, around.of(watch.place), announcer);
        if (watch.lifecycle().episodes().isEmpty()) {
          namespaces.remove(watch.netns);
        }
      }
    }
  }

  private void forgetReplacedNamespaces(HostSample sample) {
    for (Namespace namespace : sample.namespaces().values()) {
      NamespaceWatch known = namespaces.get(namespace.name());
      if (known != null && known.isOther(namespace)) {
        listeners.forget(namespace.name());
      }
    }
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
      Spot spot = spots.get(new Place(endpoint.netns(), endpoint.endpoint()));
      if (spot == null
          && own.namespace(endpoint.netns())
              .endpoint(endpoint.endpoint())
              .seeAnythingIn(endpoint)) {
        spot = spot(endpoint.netns(), endpoint.endpoint());
      }
      if (spot != null) {
        spot.sampled(endpoint);
      }
    }
    for (Namespace namespace : sample.namespaces().values()) {
      double floor =
          own.namespace(namespace.name()).exhaustionFloor() * namespace.limits().ephemeralPorts();
      for (Destination destination : namespace.destinations()) {
        if (floor > 0 && destination.used() >= floor && destination.port() > 0) {
          Spot spot = spot(namespace.name(), new Endpoint(Role.CLIENT, destination.port()));
          sampled(spot, sample);
        }
      }
    }
    listeners.forEachGone(
        (place, listener) -> {
          if (place.netns() != null && place.endpoint() != null) {
            spot(place.netns(), place.endpoint()).missing(listener);
          }
        });
  }

  private Spot spot(String netns, Endpoint endpoint) {
    return spots.computeIfAbsent(new Place(netns, endpoint), place -> new Spot(netns, endpoint));
  }

  /** What rules about counts did not look at may be evidence of an alert about ports. */
  private static void sampled(Spot spot, HostSample sample) {
    for (EndpointSample endpoint : sample.endpoints()) {
      if (endpoint.endpoint().equals(spot.endpoint())
          && endpoint.netns().equals(spot.place.netns())) {
        spot.sampled(endpoint);
      }
    }
  }

  /**
   * Judges what is wrong with the reports of the host, of whatever kind the one is that just came.
   */
  public void observe(HostReport report, RuleSet rules, Verdicts out) {
    reports.observe(report);
    if (host.name().isEmpty()) {
      host = new HostFacts(report.host(), report.labels(), report.os());
    }
    HostRules own = rulesFor(rules);
    if (own.reports().isEmpty() || (reports.isClean() && hostAlerts.episodes().isEmpty())) {
      return;
    }
    List<Watch> watches = new ArrayList<>(own.reports().size());
    List<Finding> findings = new ArrayList<>(own.reports().size());
    for (HostRules.Armed armed : own.reports()) {
      if (armed.rule().condition() instanceof Condition.HostThreshold rule) {
        Watch watch = Watch.whole(armed, Watch.ANY_PEER);
        watches.add(watch);
        findings.add(Judge.report(rule, reports.value(rule.of()), hostAlerts.isFiring(watch)));
      }
    }
    advance(watches, findings, report.appendMs(), 0, own, out);
  }

  private void advance(
      List<Watch> watches,
      List<Finding> findings,
      long at,
      long leastMs,
      HostRules own,
      Verdicts out) {
    Announcer announcer = new Announcer(host, own, at, at, out);
    Lifecycle.Neighbours around =
        new Neighbourhood(own, spots, namespaces, hostAlerts, null).of(Place.HOST);
    hostAlerts.advance(
        watches, findings, new Lifecycle.Moment(at, at, 0, leastMs, 0), around, announcer.atHost());
  }

  /** Judges what depends on the passing of time: whether the host is silent. */
  public void tick(Liveness liveness, RuleSet rules, Verdicts out) {
    if (host.name().isEmpty()) {
      host = new HostFacts(liveness.host(), liveness.labels(), "");
    }
    HostRules own = rulesFor(rules);
    if (own.fingerprint() != fingerprint && judgedAt != NEVER) {
      Announcer announcer = new Announcer(host, own, liveness.clockMs(), judgedAt, out);
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
    if (reconciles || hostAlerts.episodes().stream().anyMatch(it -> it.about.equals(Lore.HOST))) {
      return liveness.clockMs();
    }
    long wakeAtMs = Long.MAX_VALUE;
    for (HostRules.Armed armed : own.silence()) {
      if (armed.rule().condition() instanceof Condition.Absent absent) {
        long limitMs = Judge.silenceLimitMs(absent, liveness.intervalMs());
        wakeAtMs = Math.min(wakeAtMs, liveness.lastAppendMs() + limitMs);
      }
    }
    return wakeAtMs;
  }

  private void judgeSilence(Liveness liveness, HostRules own, Verdicts out) {
    long now = liveness.clockMs();
    List<Watch> watches = new ArrayList<>(own.silence().size());
    List<Finding> findings = new ArrayList<>(own.silence().size());
    for (HostRules.Armed armed : own.silence()) {
      if (armed.rule().condition() instanceof Condition.Absent absent) {
        watches.add(Watch.whole(armed, Watch.ANY_PEER));
        findings.add(Judge.silence(absent, liveness.silentMs(), liveness.intervalMs()));
      }
    }
    // Hosts that fall silent together are found so one after the other, in an interval: where the
    // fleet may speak first it gets all of it.
    advance(watches, findings, now, liveness.intervalMs(), own, out);
  }

  /** Resolves everything that is active. */
  public void retire(ResolveReason reason, long atMs, Verdicts out) {
    HostRules none = HostRules.of(RuleSet.EMPTY, host.name(), host.labels());
    Announcer announcer = new Announcer(host, none, atMs, Math.max(0, judgedAt), out);
    spots.values().forEach(it -> it.lifecycle().endAll(reason, announcer.at(it.place, it)));
    namespaces.values().forEach(it -> it.lifecycle().endAll(reason, announcer.at(it.place, it)));
    finish(announcer);
    Announcer ofHost = new Announcer(host, none, atMs, atMs, out);
    hostAlerts.endAll(reason, ofHost.atHost());
  }

  private HostRules rulesFor(RuleSet rules) {
    HostRules known = rulesInUse;
    if (known == null || rulesFrom != rules || !labelsOfRules.equals(host.labels())) {
      known = HostRules.of(rules, host.name(), host.labels());
      rulesInUse = known;
      rulesFrom = rules;
      labelsOfRules = host.labels();
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
    spots.values().forEach(it -> it.lifecycle().reconcile(own, announcer.at(it.place, it)));
    namespaces.values().forEach(it -> it.lifecycle().reconcile(own, announcer.at(it.place, it)));
    hostAlerts.reconcile(own, announcer.atHost());
  }

  private Lifecycle.Moment moment(long at, long observed, long intervalMs) {
    return new Lifecycle.Moment(at, observed, intervalMs / SLACK_PART, 0, revisionFloor);
  }

  private void finish(Announcer announcer) {
    revisionFloor = Math.max(revisionFloor, announcer.highestForgotten());
  }

  /** Whether any alert is pending or firing. */
  public boolean active() {
    return hostAlerts.isTold()
        || spots.values().stream().anyMatch(it -> it.lifecycle().isTold())
        || namespaces.values().stream().anyMatch(it -> it.lifecycle().isTold());
  }

  /** All alerts whose condition holds, those that another one speaks for too. */
  public List<Standing> standings() {
    List<Standing> standings = new ArrayList<>(0);
    for (Episode episode : hostAlerts.episodes()) {
      standings.add(episode.standing(host.name(), Place.HOST));
    }
    for (NamespaceWatch watch : namespaces.values()) {
      for (Episode episode : watch.lifecycle().episodes()) {
        standings.add(episode.standing(host.name(), watch.place));
      }
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
    add(hostAlerts, Place.HOST, active);
    namespaces.values().forEach(it -> add(it.lifecycle(), it.place, active));
    spots.values().forEach(spot -> add(spot.lifecycle(), spot.place, active));
    return active;
  }

  private void add(Lifecycle lifecycle, Place place, List<ActiveAlert> active) {
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
    reports.encode(out);
    listeners.encode(out);
    out.varint(namespaces.size());
    namespaces.values().forEach(namespace -> namespace.encode(out));
  }

  /**
   * The state that {@link #encode} wrote, now or in the first version.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public static HostAlerts decode(BinaryReader in) {
    int version = in.octet();
    if (version != VERSION && version != FIRST_VERSION) {
      throw new BinaryFormatException(
          "alert state has version %d but this reads %d and %d"
              .formatted(version, FIRST_VERSION, VERSION));
    }
    HostAlerts alerts = new HostAlerts();
    alerts.host = HostFacts.decode(in);
    alerts.judgedAt = in.fixedLong();
    alerts.observedMs = in.varint();
    alerts.revisionFloor = in.varint();
    alerts.fingerprint = in.fixedLong();
    alerts.hostAlerts = Lifecycle.decode(in, version);
    for (int left = in.varint(MAX_SPOTS); left > 0; left--) {
      Spot spot = Spot.decode(in, version);
      alerts.spots.put(spot.place, spot);
    }
    if (version != FIRST_VERSION) {
      alerts.reports = ReportLog.decode(in);
      alerts.listeners = Listeners.decode(in);
      for (int left = in.varint(MAX_SPOTS); left > 0; left--) {
        NamespaceWatch namespace = NamespaceWatch.decode(in, version);
        alerts.namespaces.put(namespace.netns, namespace);
      }
    }
    return alerts;
  }
}
