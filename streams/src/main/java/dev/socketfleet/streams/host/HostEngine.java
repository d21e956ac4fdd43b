package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.alert.HostAlerts;
import dev.socketfleet.streams.alert.Liveness;
import dev.socketfleet.streams.alert.Verdicts;
import dev.socketfleet.streams.host.HostRecord.OpenWindow;
import dev.socketfleet.streams.rule.RuleSet;
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
import java.util.function.Consumer;
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

  private final EngineSettings settings;
  private final Supplier<RuleSet> rules;
  private final EngineOutput out;
  private final Map<String, HostRecord> hosts = new HashMap<>();
  private long clockMs;
  private long watchingSinceMs;

  public HostEngine(EngineSettings settings, Supplier<RuleSet> rules, EngineOutput out) {
    this.settings = settings;
    this.rules = rules;
    this.out = out;
  }

  /** Takes up a host as it was stored. */
  public void restore(HostRecord host) {
    hosts.put(host.host, host);
  }

  /** Drops a host from memory, without a word to anybody. */
  public void forget(String host) {
    hosts.remove(host);
  }

  /** All hosts that are held. */
  public Collection<HostRecord> hosts() {
    return Collections.unmodifiableCollection(hosts.values());
  }

  /** Sends again what may not have got out before a crash. */
  public void resendOutboxes() {
    for (HostRecord host : hosts.values()) {
      host.outbox.replay(
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
    if (isIncluded(host, arrival)) {
      return Outcome.REPLAYED;
    }
    host.includedOffset = arrival.offset();
    host.includedAppendMs = arrival.appendMs();
    Outcome outcome = count(host, arrival);
    save(host);
    return outcome;
  }

  /** A topic that was made anew counts its offsets from zero, but time goes on. */
  private static boolean isIncluded(HostRecord host, Arrival arrival) {
    return arrival.offset() <= host.includedOffset && arrival.appendMs() <= host.includedAppendMs;
  }

  private Outcome count(HostRecord host, Arrival arrival) {
    Snapshot snapshot = arrival.snapshot();
    if (!host.sequences.add(snapshot.boot(), snapshot.seq())) {
      host.duplicates++;
      return Outcome.DUPLICATE;
    }
    EventTime time =
        EventTime.of(snapshot.capturedAt().toEpochMilli(), arrival.sentAtMs(), arrival.appendMs());
    host.retired = false;
    host.lastAppendMs = Math.max(host.lastAppendMs, arrival.appendMs());
    host.skewMs = time.skewMs();
    host.trusted = time.trusted();
    boolean newest = time.atMs() >= host.newestAtMs;
    if (newest) {
      host.newestAtMs = time.atMs();
      host.describe(snapshot);
      out.saveLatest(host.host, arrival.appendMs(), arrival.json());
    }
    if (!snapshot.complete()) {
      host.incomplete++;
      return Outcome.INCOMPLETE;
    }
    long startMs = Math.floorDiv(time.atMs(), windowMs()) * windowMs();
    if (startMs + windowMs() <= clockMs - settings.retention().toMillis()) {
      host.late++;
      return Outcome.TOO_LATE;
    }
    HostSample sample = HostSample.of(snapshot, time.atMs());
    HostWindow window = windowOf(host, startMs);
    window.add(sample);
    if (newest) {
      host.counters.advance(sample, window);
    }
    judge(host, window, verdicts -> host.alerts.judge(sample, rules.get(), verdicts));
    return Outcome.APPLIED;
  }

  private HostWindow windowOf(HostRecord host, long startMs) {
    OpenWindow open = host.open.get(startMs);
    if (open != null) {
      return open.window();
    }
    HostWindow window =
        out.closedWindow(host.host, startMs)
            .orElseGet(() -> new HostWindow(startMs, startMs + windowMs()));
    long dueMs = startMs + windowMs() + settings.grace().toMillis();
    long closeAtMs = dueMs > clockMs ? dueMs : clockMs + REOPENED_MS;
    host.open.put(startMs, new OpenWindow(window, closeAtMs));
    if (host.open.size() > MAX_OPEN_WINDOWS) {
      closeOldestExcept(host, startMs);
    }
    return window;
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

  /** Even a host that fills all bounds at once must fit: windows can be kept apart. */
  private void save(HostRecord host) {
    byte[] record = host.encode();
    if (record.length > EngineOutput.MAX_VALUE_BYTES) {
      host.open.values().forEach(open -> open.window().dropGroups());
      record = host.encode();
    }
    if (record.length > EngineOutput.MAX_VALUE_BYTES) {
      host.open.values().forEach(open -> close(host, open.window()));
      host.open.clear();
      host.outbox.clear();
      record = host.encode();
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
    try {
      judgement.accept(verdicts);
    } catch (RuntimeException e) {
      host.alerts = out.savedHost(host.host).map(it -> it.alerts).orElseGet(HostAlerts::new);
      out.judgingFailed(host.host, e);
      return false;
    }
    verdicts.transitions.forEach(alert -> publish(host, alert));
    return true;
  }

  private void publish(HostRecord host, Alert alert) {
    out.publish(alert);
    host.outbox.add(clockMs, alert);
    if (alert.status() == AlertStatus.RESOLVED) {
      host.forgetAlertAtMs.put(alert.id(), clockMs + settings.alertRetention().toMillis());
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
    for (Iterator<HostRecord> all = hosts.values().iterator(); all.hasNext(); ) {
      HostRecord host = all.next();
      tick(host);
      if (isOver(host)) {
        all.remove();
        out.removeHost(host.host);
      } else if (host.dirty) {
        save(host);
      }
    }
  }

  private void tick(HostRecord host) {
    closeDueWindows(host);
    forgetAlerts(host);
    host.outbox.prune(clockMs);
    if (!host.retired) {
      Liveness liveness = liveness(host);
      judge(host, null, verdicts -> host.alerts.tick(liveness, rules.get(), verdicts));
      if (isGone(host)) {
        retire(host);
      }
    }
  }

  private Liveness liveness(HostRecord host) {
    long heardMs = Math.max(host.lastAppendMs, watchingSinceMs);
    return new Liveness(host.host, host.labels, clockMs, heardMs, host.intervalMs, true);
  }

  /** After an outage of the pipeline itself every host was silent: each gets time to come back. */
  private boolean isGone(HostRecord host) {
    return clockMs - host.lastAppendMs > settings.retireAfter().toMillis()
        && clockMs - watchingSinceMs >= RETIRE_WATCH_MS;
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
    out.saveWindow(host.host, window);
    out.publish(window.counts(host.host));
    host.outbox.addWindow(clockMs, window.startMs());
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
              host.outbox.addForgotten(clockMs, entry.getKey());
              host.dirty = true;
              return true;
            });
  }

  private long windowMs() {
    return settings.windowSize().toMillis();
  }

  /** Collects what the rules find about one host. */
  private final class HostVerdicts implements Verdicts {

    private final HostRecord host;
    private final @Nullable HostWindow window;
    private final List<Alert> transitions = new ArrayList<>(0);

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
      List<Evidence.Point> points = new ArrayList<>(EVIDENCE_WINDOWS);
      long newestMs = Math.floorDiv(Math.max(host.newestAtMs, 1), windowMs()) * windowMs();
      for (int back = EVIDENCE_WINDOWS - 1; back >= 0; back--) {
        long startMs = newestMs - back * windowMs();
        OpenWindow open = host.open.get(startMs);
        (open != null ? Optional.of(open.window()) : out.closedWindow(host.host, startMs))
            .filter(it -> it.samples() > 0)
            .ifPresent(
                it ->
                    points.add(
                        new Evidence.Point(
                            Instant.ofEpochMilli(startMs), it.endpoint(endpoint, state))));
      }
      return points;
    }
  }
}
