package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.alert.HostAlerts;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.query.HostSummary;
import dev.socketfleet.streams.window.HostWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

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

  /** Windows that take snapshots, by start. */
  final Map<Long, OpenWindow> open = new TreeMap<>();

  /** When a resolved alert stops being a current one, by alert id. */
  final Map<String, Long> forgetAlertAtMs = new HashMap<>();

  /** Set when the record in memory differs from the stored one. */
  boolean dirty;

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

  /** The compact binary form, which begins with its version. */
  public byte[] encode() {
    return HostRecordCodec.encode(this);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public static HostRecord decode(byte[] bytes) {
    return HostRecordCodec.decode(bytes);
  }

  /**
   * Reads what {@link #summary}, {@link #isRetired} and {@link #lastAppend} need and leaves the
   * larger part alone: windows, alerts and outbox are empty.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public static HostRecord decodeHead(byte[] bytes) {
    return HostRecordCodec.decodeHead(bytes);
  }
}
