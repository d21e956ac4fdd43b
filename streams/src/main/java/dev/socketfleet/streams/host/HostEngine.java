package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.alert.HostAlerts;
import dev.socketfleet.streams.alert.HostReport;
import dev.socketfleet.streams.alert.Liveness;
import dev.socketfleet.streams.alert.Verdicts;
import dev.socketfleet.streams.alert.Watchdog;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.host.HostRecord.OpenWindow;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.CounterGauge;
import dev.socketfleet.streams.window.HostSample;
import dev.socketfleet.streams.window.HostWindow;
import dev.socketfleet.streams.window.Judgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one partition: takes snapshots in the order of the log and the time of the partition
 * clock, keeps windows and alerts, and hands every change to its {@link EngineOutput}.
 *
 * <p>Deterministic: the same log gives the same windows and the same transitions. Owned by one
 * stream thread.
 */
public final class HostEngine {

  /** A late snapshot opens its closed window again for this long, so that many need one close. */
  private static final long REOPENED_MS = 5_000;

  /** More open windows than an honest host needs: the oldest are closed early. */
  private static final int MAX_OPEN_WINDOWS = 16;

  /** If the clock jumps by more than this nobody was watching: silence begins to count anew. */
  private static final long STALL_MS = 30_000;

  /** For so long somebody must have listened before a host is taken for gone. */
  private static final long RETIRE_WATCH_MS = 300_000;

  private static final int EVIDENCE_WINDOWS = 10;

  private static final byte[] NO_SNAPSHOT = {};

  private final EngineSettings settings;
  private final Supplier<RuleSet> rules;
  private final EngineOutput out;
  private final Map<String, HostRecord> hosts = new HashMap<>();

  /** What other rules than before found in snapshots that were judged again at the start. */
  private final List<Alert> unsent = new ArrayList<>();

  private final Watchdog watchdog = new Watchdog();
  private boolean restoring;
  private @Nullable RuleSet tickedWith;
  private long clockMs;
  private long watchingSinceMs;

  public HostEngine(EngineSettings settings, Supplier<RuleSet> rules, EngineOutput out) {
    this.settings = settings;
    this.rules = rules;
    this.out = out;
  }

  /** A host as its engine has it, made from what was stored, for reading. */
  public static HostRecord view(EngineSettings settings, Supplier<RuleSet> rules, SavedHost saved) {
    return new HostEngine(settings, rules, new NoOutput()).restore(saved);
  }

  /** Takes up a host as it was stored. */
  public HostRecord restore(SavedHost saved) {
    HostRecord host = saved.decodeRecord();
    hosts.put(host.host, host);
    restoring = true;
    for (byte[] copy : host.outbox.takeCopies()) {
      restoreWindow(host, copy);
    }
    for (HostDelta delta : saved.deltas()) {
      replay(host, delta);
    }
    restoring = false;
    host.recall();
    return host;
  }

  private void restoreWindow(HostRecord host, byte[] copy) {
    HostWindow window = HostWindow.decode(new BinaryReader(copy));
    boolean stored =
        out.closedWindow(host.host, window.startMs())
            .filter(it -> it.revision() >= window.revision())
            .isPresent();
    if (!stored) {
      saveWindow(host, window.startMs(), copy);
    }
  }

  private void replay(HostRecord host, HostDelta delta) {
    boolean repeated = delta.head().duplicates > host.duplicates;
    host.takeHead(delta.head());
    host.deltas = delta.number() + 1;
    Placement placed = delta.placed();
    if (placed.newest()) {
      host.latest = delta.snapshot();
      host.latestAppendMs = host.includedAppendMs;
    }
    if (placed.counted()) {
      long startMs = placed.windowStartMs();
      if (placed.closeAtMs() > 0) {
        HostWindow window = new HostWindow(startMs, startMs + windowMs());
        host.open.put(startMs, new OpenWindow(window, placed.closeAtMs()));
      }
      OpenWindow open = host.open.get(startMs);
      if (open == null) {
        throw new BinaryFormatException(
            "a stored change of host %s is for a window that its record does not have"
                .formatted(host.host));
      }
      count(host, open.window(), HostSample.of(delta.decodeSnapshot(), placed.atMs()), placed);
    }
    if (!repeated) {
      judgeReport(host);
    }
  }

  /** All that is judged is in the head of the record, so a delta without a snapshot has it too. */
  private void judgeReport(HostRecord host) {
    HostReport report =
        new HostReport(
            host.host,
            host.labels,
            host.os,
            host.includedAppendMs,
            host.sequences.lastBoot(),
            host.skewMs,
            host.trusted,
            host.incomplete);
    judge(host, null, verdicts -> host.alerts.observe(report, rules.get(), verdicts));
  }

  /** Drops a host from memory, without a word to anybody. */
  public void forget(String host) {
    hosts.remove(host);
  }

  /** All hosts that are held. */
  public Collection<HostRecord> hosts() {
    return Collections.unmodifiableCollection(hosts.values());
  }

  /**
   * Sends what is due at the start.
   *
   * @param again with what may not have got out before a crash
   */
  public void resume(boolean again) {
    if (again) {
      resendOutboxes();
    } else {
      unsent.forEach(out::publish);
    }
    unsent.clear();
  }

  private void resendOutboxes() {
    for (HostRecord host : hosts.values()) {
      host.outbox.replay(
          out.wallMs(),
          new Outbox.Receiver() {
            @Override
            public void transition(Alert alert) {
              out.publish(alert);
            }

            @Override
            public void window(long startMs) {
              out.closedWindow(host.host, startMs)
                  .ifPresent(window -> out.publish(window.counts(host.host)));
            }

            @Override
            public void forgotten(String alertId) {
              out.publishForgotten(alertId);
            }
          });
    }
  }

  /** Takes the next snapshot of the log. */
  public Outcome apply(Arrival arrival) {
    advance(arrival.appendMs());
    Snapshot snapshot = arrival.snapshot();
    HostRecord host = hosts.computeIfAbsent(snapshot.host(), HostRecord::new);
    if (isIncluded(host, arrival.offset(), arrival.appendMs())) {
      return Outcome.REPLAYED;
    }
    host.includedOffset = arrival.offset();
    host.includedAppendMs = arrival.appendMs();
    return take(host, arrival);
  }

  /** A topic that was made anew counts its offsets from zero, but time goes on. */
  private static boolean isIncluded(HostRecord host, long offset, long appendMs) {
    return offset <= host.includedOffset && appendMs <= host.includedAppendMs;
  }

  /**
   * Takes a record of the log that says that a host is gone: its alerts resolve and no list shows
   * it, until its next snapshot.
   *
   * @return whether it changed something: the host was known, and the record is not included yet
   */
  public boolean retire(String name, long offset, long appendMs) {
    advance(appendMs);
    HostRecord host = hosts.get(name);
    if (host == null || isIncluded(host, offset, appendMs)) {
      return false;
    }
    host.includedOffset = offset;
    host.includedAppendMs = appendMs;
    boolean change = !host.retired;
    if (change) {
      retire(host);
    }
    host.judgedBy = rulesInForce();
    saveWhole(host);
    host.wakeAtMs = wakeAtMs(host);
    return change;
  }

  private Outcome take(HostRecord host, Arrival arrival) {
    Snapshot snapshot = arrival.snapshot();
    if (!host.sequences.add(snapshot.boot(), snapshot.seq())) {
      host.duplicates++;
      save(host, Placement.nowhere(0, false), NO_SNAPSHOT);
      return Outcome.DUPLICATE;
    }
    EventTime time =
        EventTime.of(snapshot.capturedAt().toEpochMilli(), arrival.sentAtMs(), arrival.appendMs());
    byte[] compact = CompactSnapshot.encode(snapshot);
    boolean newest = time.atMs() >= host.newestAtMs;
    host.retired = false;
    host.lastAppendMs = Math.max(host.lastAppendMs, arrival.appendMs());
    host.skewMs = time.skewMs();
    host.trusted = time.trusted();
    if (newest) {
      host.newestAtMs = time.atMs();
      host.describe(snapshot);
      host.latest = compact;
      host.latestAppendMs = arrival.appendMs();
    }
    Outcome outcome = outcome(host, snapshot, time);
    Placement placed =
        outcome == Outcome.APPLIED
            ? place(host, time.atMs(), newest)
            : Placement.nowhere(time.atMs(), newest);
    OpenWindow open = host.open.get(placed.windowStartMs());
    if (placed.counted() && open != null) {
      count(host, open.window(), HostSample.of(snapshot, time.atMs()), placed);
    }
    judgeReport(host);
    save(host, placed, placed.matters() ? compact : NO_SNAPSHOT);
    return outcome;
  }

  private Outcome outcome(HostRecord host, Snapshot snapshot, EventTime time) {
    if (!snapshot.complete()) {
      host.incomplete++;
      return Outcome.INCOMPLETE;
    }
    if (startOf(time.atMs()) + windowMs() <= clockMs - settings.retention().toMillis()) {
      host.late++;
      return Outcome.TOO_LATE;
    }
    return Outcome.APPLIED;
  }

  private long startOf(long atMs) {
    return Math.floorDiv(atMs, windowMs()) * windowMs();
  }

  /** Finds the window, and opens it when it is not. */
  private Placement place(HostRecord host, long atMs, boolean newest) {
    long startMs = startOf(atMs);
    if (host.open.containsKey(startMs)) {
      return new Placement(atMs, newest, true, startMs, 0);
    }
    long dueMs =
        startMs
            + windowMs()
            + settings.grace().toMillis()
            + host.share(settings.closeSpread().toMillis());
    long closeAtMs = dueMs > clockMs ? dueMs : clockMs + REOPENED_MS;
    Optional<HostWindow> closed = out.closedWindow(host.host, startMs);
    // To count again what a delta has counted is right only in a window that began empty.
    host.dirty |= closed.isPresent();
    HostWindow window = closed.orElseGet(() -> new HostWindow(startMs, startMs + windowMs()));
    host.open.put(startMs, new OpenWindow(window, closeAtMs));
    if (host.open.size() > MAX_OPEN_WINDOWS) {
      closeOldestExcept(host, startMs);
    }
    return new Placement(atMs, newest, true, startMs, closeAtMs);
  }

  private void count(HostRecord host, HostWindow window, HostSample sample, Placement placed) {
    boolean again = window.hasCounted(host.includedOffset, host.includedAppendMs);
    HostWindow target = again ? new HostWindow(window.startMs(), window.endMs()) : window;
    target.add(sample);
    target.countedUpTo(host.includedOffset, host.includedAppendMs);
    if (placed.newest()) {
      host.counters.advance(sample, target);
    }
    judge(host, window, verdicts -> host.alerts.judge(sample, rules.get(), verdicts));
  }

  private void closeOldestExcept(HostRecord host, long startMs) {
    Iterator<OpenWindow> ascending = host.open.values().iterator();
    while (ascending.hasNext()) {
      HostWindow window = ascending.next().window();
      if (window.startMs() != startMs) {
        ascending.remove();
        close(host, window);
        return;
      }
    }
  }

  /** A snapshot goes on top of the stored record where that is enough to know all again. */
  private void save(HostRecord host, Placement placed, byte[] snapshot) {
    RuleSet now = rulesInForce();
    if (host.dirty
        || host.generation == 0
        || host.deltas == SavedHost.MAX_DELTAS
        || host.judgedBy != now) {
      host.judgedBy = now;
      saveWhole(host);
    } else {
      HostDelta delta = new HostDelta(host.generation, host.deltas, host, placed, snapshot);
      out.saveDelta(host.host, host.deltas++, delta.encode());
    }
    host.wakeAtMs = wakeAtMs(host);
  }

  /** Even a host that fills all bounds at once must fit: windows can be kept apart. */
  private void saveWhole(HostRecord host) {
    host.generation++;
    host.deltas = 0;
    host.outbox.prune(clockMs, out.durableBeforeMs());
    host.outbox.dropCopies(out.durableBeforeMs());
    host.coarse.prune(out.durableBeforeMs());
    byte[] record = HostRecordCodec.encode(host);
    if (record.length > EngineOutput.MAX_VALUE_BYTES) {
      host.outbox.takeCopies();
      host.open.values().forEach(open -> open.window().dropGroups());
      record = HostRecordCodec.encode(host);
    }
    if (record.length > EngineOutput.MAX_VALUE_BYTES) {
      host.open.values().forEach(open -> close(host, open.window()));
      host.open.clear();
      host.outbox.clear();
      record = HostRecordCodec.encode(host);
    }
    out.saveHost(host.host, record);
    host.dirty = false;
  }

  /**
   * Judges, and publishes only when all went well. A defect in a rule costs neither counts nor
   * other hosts: the alerts stay as they were saved.
   */
  private boolean judge(
      HostRecord host, @Nullable HostWindow window, Consumer<Verdicts> judgement) {
    HostVerdicts verdicts = new HostVerdicts(host, window);
    host.touched = true;
    try {
      judgement.accept(verdicts);
    } catch (RuntimeException e) {
      // What a delta would judge again is left out: it may be what failed.
      host.alerts =
          out.savedHost(host.host).map(it -> it.decodeRecord().alerts).orElseGet(HostAlerts::new);
      host.dirty = true;
      out.judgingFailed(host.host, e);
      return false;
    }
    verdicts.transitions.forEach(alert -> publish(host, alert));
    return true;
  }

  private void publish(HostRecord host, Alert alert) {
    if (restoring) {
      unsent.add(alert);
    } else {
      out.publish(alert);
    }
    long nowMs = Math.max(clockMs, host.includedAppendMs);
    host.outbox.add(out.wallMs(), nowMs, alert);
    if (alert.status() == AlertStatus.RESOLVED) {
      host.forgetAlertAtMs.put(alert.id(), nowMs + settings.alertRetention().toMillis());
    } else {
      host.forgetAlertAtMs.remove(alert.id());
    }
    host.dirty = true;
  }

  /**
   * Moves the partition clock and does what is due for every host: once per second of the clock,
   * whatever the number of calls.
   *
   * @param nowMs the broker's time up to which the log was read; never moves backwards
   */
  public void advance(long nowMs) {
    if (nowMs / 1_000 <= clockMs / 1_000) {
      clockMs = Math.max(clockMs, nowMs);
      return;
    }
    if (nowMs - clockMs > STALL_MS) {
      watchingSinceMs = nowMs;
    }
    clockMs = nowMs;
    RuleSet inForce = rulesInForce();
    boolean all = inForce != tickedWith;
    tickedWith = inForce;
    for (Iterator<HostRecord> each = hosts.values().iterator(); each.hasNext(); ) {
      HostRecord host = each.next();
      if (all || host.dirty || host.wakeAtMs <= nowMs) {
        tick(host);
        if (isOver(host)) {
          each.remove();
          out.removeHost(host.host);
        } else if (host.dirty) {
          host.judgedBy = inForce;
          saveWhole(host);
        }
        host.wakeAtMs = wakeAtMs(host);
      }
    }
    if (inForce != null) {
      watchdog.advance(nowMs, inForce).forEach(out::publishStanding);
    }
  }

  /** None while a defect keeps them away; it is told when they should judge. */
  private @Nullable RuleSet rulesInForce() {
    try {
      return rules.get();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** The next time at which something may be due for a host that nothing is heard of. */
  private long wakeAtMs(HostRecord host) {
    RuleSet inForce = rulesInForce();
    if (host.retired || inForce == null) {
      return clockMs;
    }
    long wakeAtMs = host.alerts.wakeAtMs(liveness(host), inForce);
    for (OpenWindow open : host.open.values()) {
      wakeAtMs = Math.min(wakeAtMs, open.closeAtMs());
    }
    for (long forgetAtMs : host.forgetAlertAtMs.values()) {
      wakeAtMs = Math.min(wakeAtMs, forgetAtMs);
    }
    long coarseMs = host.coarse.firstWaitingMs();
    if (coarseMs < Long.MAX_VALUE) {
      wakeAtMs = Math.min(wakeAtMs, coarseMs + coarseDueAfterMs(host));
    }
    return Math.min(wakeAtMs, goneAtMs(host));
  }

  private void tick(HostRecord host) {
    closeDueWindows(host);
    deriveCoarseWindows(host);
    forgetAlerts(host);
    host.outbox.prune(clockMs, out.durableBeforeMs());
    if (!host.retired) {
      Liveness liveness = liveness(host);
      judge(host, null, verdicts -> host.alerts.tick(liveness, rules.get(), verdicts));
      if (clockMs >= goneAtMs(host)) {
        retire(host);
      }
    }
  }

  private Liveness liveness(HostRecord host) {
    long heardMs = Math.max(host.lastAppendMs, watchingSinceMs);
    return new Liveness(host.host, host.labels, clockMs, heardMs, host.intervalMs, true);
  }

  /** After an outage of the pipeline itself every host was silent: each gets time to come back. */
  private long goneAtMs(HostRecord host) {
    return Math.max(
        host.lastAppendMs + settings.retireAfter().toMillis() + 1,
        watchingSinceMs + RETIRE_WATCH_MS);
  }

  private void retire(HostRecord host) {
    host.retired =
        judge(
            host,
            null,
            verdicts -> host.alerts.retire(ResolveReason.HOST_RETIRED, clockMs, verdicts));
    host.dirty = true;
  }

  private static boolean isOver(HostRecord host) {
    return host.retired
        && host.open.isEmpty()
        && host.coarse.firstWaitingMs() == Long.MAX_VALUE
        && host.outbox.isEmpty()
        && host.forgetAlertAtMs.isEmpty();
  }

  private void closeDueWindows(HostRecord host) {
    Iterator<OpenWindow> all = host.open.values().iterator();
    while (all.hasNext()) {
      OpenWindow open = all.next();
      if (open.closeAtMs() <= clockMs) {
        all.remove();
        close(host, open.window());
      }
    }
  }

  private void close(HostRecord host, HostWindow window) {
    window.close();
    saveWindow(host, window.startMs(), window.encode(EngineOutput.MAX_VALUE_BYTES));
    out.publish(window.counts(host.host));
    host.outbox.addWindow(out.wallMs(), clockMs, window.startMs());
    host.dirty = true;
  }

  private void deriveCoarseWindows(HostRecord host) {
    for (long startMs : host.coarse.waiting(clockMs - coarseDueAfterMs(host))) {
      HostWindow coarse = new HostWindow(startMs, startMs + coarseMs());
      out.closedWindows(host.host, startMs, coarse.endMs()).forEach(coarse::merge);
      byte[] encoded = coarse.encode(EngineOutput.MAX_VALUE_BYTES);
      out.saveCoarseWindow(host.host, startMs, encoded);
      host.coarse.derived(startMs, out.wallMs());
      host.dirty = true;
    }
  }

  /** From its start; all hosts at once would let snapshots and alerts wait. */
  private long coarseDueAfterMs(HostRecord host) {
    return coarseMs() + settings.closedAfter().toMillis() + host.share(coarseMs() / 3);
  }

  private void saveWindow(HostRecord host, long startMs, byte[] window) {
    out.saveWindow(host.host, startMs, window);
    host.outbox.addCopy(out.wallMs(), window);
    host.coarse.touch(Math.floorDiv(startMs, coarseMs()) * coarseMs());
    host.dirty = true;
  }

  private void forgetAlerts(HostRecord host) {
    host.forgetAlertAtMs
        .entrySet()
        .removeIf(
            entry -> {
              if (entry.getValue() > clockMs) {
                return false;
              }
              out.publishForgotten(entry.getKey());
              host.outbox.addForgotten(out.wallMs(), clockMs, entry.getKey());
              host.dirty = true;
              return true;
            });
  }

  private long windowMs() {
    return settings.windowSize().toMillis();
  }

  private long coarseMs() {
    return settings.coarseSize().toMillis();
  }

  /** Collects what the rules find about one host. */
  private final class HostVerdicts implements Verdicts {

    private final HostRecord host;
    private final @Nullable HostWindow window;
    private final List<Alert> transitions = new ArrayList<>(0);
    private final List<HostWindow> recent = new ArrayList<>(0);

    HostVerdicts(HostRecord host, @Nullable HostWindow window) {
      this.host = host;
      this.window = window;
    }

    @Override
    public void transition(Alert alert) {
      transitions.add(alert);
    }

    @Override
    public void judged(
        String netns, Endpoint endpoint, SocketState state, double baseline, double threshold) {
      if (window != null) {
        window.judge(endpoint, state, new Judgement(baseline, threshold));
      }
    }

    @Override
    public List<Evidence.Point> recent(String netns, Endpoint endpoint, SocketState state) {
      return points(it -> Optional.of(it.endpoint(netns, endpoint, state)));
    }

    @Override
    public List<Evidence.Point> recentQueue(Endpoint endpoint) {
      return points(it -> it.listenQueued(endpoint));
    }

    @Override
    public List<Evidence.Point> recentRises(String netns, String counter) {
      return points(it -> it.tcp(netns, counter).map(CounterGauge::deltas));
    }

    @Override
    public OptionalLong rise(String netns, String counter) {
      return recentWindows().stream()
          .flatMap(it -> it.tcp(netns, counter).stream())
          .mapToLong(CounterGauge::sum)
          .reduce(Long::sum);
    }

    private List<Evidence.Point> points(Function<HostWindow, Optional<Gauge>> series) {
      List<Evidence.Point> points = new ArrayList<>(EVIDENCE_WINDOWS);
      for (HostWindow recent : recentWindows()) {
        series
            .apply(recent)
            .ifPresent(
                it -> points.add(new Evidence.Point(Instant.ofEpochMilli(recent.startMs()), it)));
      }
      return points;
    }

    /** Read once for all that is told of one snapshot. */
    private List<HostWindow> recentWindows() {
      if (recent.isEmpty()) {
        long newestMs = Math.floorDiv(Math.max(host.newestAtMs, 1), windowMs()) * windowMs();
        for (int back = EVIDENCE_WINDOWS - 1; back >= 0; back--) {
          long startMs = newestMs - back * windowMs();
          OpenWindow open = host.open.get(startMs);
          (open != null ? Optional.of(open.window()) : out.closedWindow(host.host, startMs))
              .filter(it -> it.samples() > 0)
              .ifPresent(recent::add);
        }
      }
      return recent;
    }
  }
}
