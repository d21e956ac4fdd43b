package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.alert.HalfClosed;
import dev.socketfleet.streams.alert.HostAlerts;
import dev.socketfleet.streams.alert.Standing;
import dev.socketfleet.streams.query.HostSummary;
import dev.socketfleet.streams.rule.RuleSet;
import dev.socketfleet.streams.window.HostWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that must agree about one host, kept in one write: which part of the log it includes, what it
 * has seen, its open windows, its alerts and baselines, and what it published lately.
 *
 * <p>Owned by one stream thread; queries decode a copy of their own.
 */
public final class HostRecord {

  /** A host is silent after three intervals without a snapshot, but never within this time. */
  static final long MIN_SILENCE_MS = 15_000;

  final String host;
  Map<String, String> labels = Map.of();
  String os = "";
  String source = "";
  boolean complete = true;
  List<String> notes = List.of();
  CollectorHealth collector = new CollectorHealth("", 0, 0, 0);
  StateCounts counts = StateCounts.EMPTY;
  long intervalMs = 1;

  /** The last record of the log that is in here, and the broker's time of it. */
  long includedOffset = -1;

  long includedAppendMs;

  /** The broker's time of the last snapshot that was no duplicate: a sign of life. */
  long lastAppendMs;

  /** Event time of the youngest snapshot. */
  long newestAtMs;

  long skewMs;
  boolean trusted = true;
  long late;
  long duplicates;
  long incomplete;
  boolean retired;

  SequenceLog sequences = new SequenceLog();
  CounterLog counters = new CounterLog();
  HostAlerts alerts = new HostAlerts();
  Outbox outbox = new Outbox();
  CoarseLog coarse = new CoarseLog();

  /** Windows that take snapshots, by start. */
  final Map<Long, OpenWindow> open = new TreeMap<>();

  /** When a resolved alert stops being a current one, by alert id. */
  final Map<String, Long> forgetAlertAtMs = new HashMap<>();

  /** The youngest snapshot as {@link CompactSnapshot}, and when the broker took it. */
  byte[] latest = {};

  long latestAppendMs;

  /** How often the whole record was stored, and how many deltas lie on top of the last one. */
  long generation;

  int deltas;

  /** The rules that judged what is on top; others would judge it differently after a restart. */
  @Nullable RuleSet judgedBy;

  /**
   * Set when a delta cannot tell the difference between the record in memory and the stored one.
   */
  boolean dirty;

  /** Whether its alerts or its half-closed connections may be others than were told last. */
  boolean touched = true;

  /** As the youngest snapshot shows them. */
  List<HalfClosed> halfClosed = List.of();

  /** Before that time of the partition clock nothing is due, unless something happens. */
  long wakeAtMs;

  record OpenWindow(HostWindow window, long closeAtMs) {}

  HostRecord(String host) {
    this.host = host;
  }

  /** The host id. */
  public String host() {
    return host;
  }

  /** The last offset of its partition that is in this record. */
  public long includedOffset() {
    return includedOffset;
  }

  /** The broker's time of the record at {@link #includedOffset}, milliseconds since the epoch. */
  public long includedAppendMs() {
    return includedAppendMs;
  }

  /** When the broker took the last snapshot of the host. */
  public Instant lastAppend() {
    return Instant.ofEpochMilli(lastAppendMs);
  }

  /** The host's own part of a span, always the same, so that not all do something at once. */
  long share(long spanMs) {
    long mixed = (host.hashCode() * 0x9E37_79B9_7F4A_7C15L) >>> 33;
    return mixed % Math.max(1, spanMs);
  }

  /** Whether the host is gone for good and only waits for its last alerts to be forgotten. */
  public boolean isRetired() {
    return retired;
  }

  /** What the collector says of the host, for grouping. */
  public Map<String, String> labels() {
    return labels;
  }

  /** Starts of the windows that were closed lately. */
  public List<Long> recentlyClosed() {
    return outbox.windows();
  }

  /** The windows that still take snapshots and have at least one, ascending. */
  public List<HostWindow> openWindows() {
    List<HostWindow> windows = new ArrayList<>(open.size());
    open.values().forEach(it -> windows.add(it.window()));
    return windows;
  }

  /** Where its alerts stand, those that another one speaks for too. */
  public List<Standing> standings() {
    return alerts.standings();
  }

  /** Connections that it has closed and a peer has not. */
  public List<HalfClosed> halfClosed() {
    return halfClosed;
  }

  /** Whether that may have changed since the last call. */
  public boolean takeTouched() {
    boolean was = touched;
    touched = false;
    return was;
  }

  /** The youngest snapshot; none before the first. */
  public Optional<Snapshot> latestSnapshot() {
    return latest.length == 0 ? Optional.empty() : Optional.of(CompactSnapshot.decode(latest));
  }

  void describe(Snapshot snapshot) {
    labels = snapshot.labels();
    os = snapshot.os();
    source = snapshot.source();
    complete = snapshot.complete();
    notes = snapshot.notes();
    collector = snapshot.collector();
    intervalMs = snapshot.interval().toMillis();
    if (snapshot.complete()) {
      counts = snapshot.totals();
      halfClosed = halfClosedIn(snapshot);
    }
  }

  private List<HalfClosed> halfClosedIn(Snapshot snapshot) {
    return counts.count(SocketState.FIN_WAIT_2) == 0 ? List.of() : HalfClosed.of(snapshot);
  }

  /** Knows again what is not stored. */
  void recall() {
    if (counts.count(SocketState.FIN_WAIT_2) > 0) {
      halfClosed = latestSnapshot().map(this::halfClosedIn).orElse(List.of());
    }
  }

  /** The host at a glance; silent by the given time of the broker. */
  public HostSummary summary(long nowMs) {
    boolean silent = nowMs - lastAppendMs > Math.max(3 * intervalMs, MIN_SILENCE_MS);
    return new HostSummary(
        host,
        os,
        labels,
        lastAppend(),
        silent,
        counts,
        trusted ? OptionalLong.empty() : OptionalLong.of(skewMs),
        sequences.lost(),
        late,
        duplicates,
        incomplete,
        source,
        complete,
        notes,
        collector,
        intervalMs);
  }

  /** Takes over all but windows, alerts and what belongs to them. */
  void takeHead(HostRecord head) {
    labels = head.labels;
    os = head.os;
    source = head.source;
    complete = head.complete;
    notes = head.notes;
    collector = head.collector;
    counts = head.counts;
    intervalMs = head.intervalMs;
    includedOffset = head.includedOffset;
    includedAppendMs = head.includedAppendMs;
    lastAppendMs = head.lastAppendMs;
    newestAtMs = head.newestAtMs;
    skewMs = head.skewMs;
    trusted = head.trusted;
    late = head.late;
    duplicates = head.duplicates;
    incomplete = head.incomplete;
    retired = head.retired;
    sequences = head.sequences;
  }
}
