package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.alert.HostAlerts;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
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

  private static final int VERSION = 1;

  /** Longer than any text that a snapshot may carry. */
  private static final int MAX_TEXT_BYTES = 65_536;

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

  long lastAppendMs;

  /** Event time of the youngest snapshot, and of the youngest that was judged. */
  long newestAtMs;

  long judgedAtMs;
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

  /** When the broker took the last snapshot of the host. */
  public Instant lastAppend() {
    return Instant.ofEpochMilli(lastAppendMs);
  }

  /** Whether the host is gone for good and only waits for its last alerts to be forgotten. */
  public boolean isRetired() {
    return retired;
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

  /**
   * The compact binary form in at most so many bytes: open windows give up their groups and the
   * outbox its entries when it takes more.
   */
  public byte[] encode(int maxBytes) {
    BinaryWriter out = new BinaryWriter(8_192);
    encode(out);
    if (out.size() > maxBytes) {
      open.values().forEach(it -> it.window().dropGroups());
      outbox = new Outbox();
      out.clear();
      encode(out);
    }
    return out.toByteArray();
  }

  private void encode(BinaryWriter out) {
    out.varint(VERSION);
    out.text(host);
    out.varint(labels.size());
    labels.forEach(
        (key, value) -> {
          out.text(key);
          out.text(value);
        });
    out.text(os);
    out.text(source);
    out.varint((complete ? 1 : 0) | (trusted ? 2 : 0) | (retired ? 4 : 0));
    out.varint(notes.size());
    notes.forEach(out::text);
    out.text(collector.version());
    out.varint(collector.captureMicros());
    out.varint(collector.rssBytes());
    out.varint(collector.dropped());
    long[] byState = new long[SocketState.COUNT];
    counts.addTo(byState);
    for (long count : byState) {
      out.varint(count);
    }
    out.varint(intervalMs);
    out.zigzag(includedOffset);
    out.varint(lastAppendMs);
    out.varint(newestAtMs);
    out.varint(judgedAtMs);
    out.zigzag(skewMs);
    out.varint(late);
    out.varint(duplicates);
    out.varint(incomplete);
    sequences.encode(out);
    counters.encode(out);
    outbox.encode(out);
    out.varint(open.size());
    for (OpenWindow window : open.values()) {
      out.varint(window.closeAtMs());
      window.window().encode(out);
    }
    out.varint(forgetAlertAtMs.size());
    forgetAlertAtMs.forEach(
        (id, atMs) -> {
          out.text(id);
          out.varint(atMs);
        });
    alerts.encode(out);
  }

  /** Reads what {@link #encode} wrote. */
  public static HostRecord decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    int version = in.varint(Integer.MAX_VALUE);
    if (version != VERSION) {
      throw new IllegalStateException(
          "a stored host record has version %d but this program reads %d"
              .formatted(version, VERSION));
    }
    HostRecord host = new HostRecord(in.text(MAX_TEXT_BYTES));
    Map<String, String> labels = new HashMap<>();
    for (int left = in.varint(Integer.MAX_VALUE); left > 0; left--) {
      labels.put(in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES));
    }
    host.labels = Map.copyOf(labels);
    host.os = in.text(MAX_TEXT_BYTES);
    host.source = in.text(MAX_TEXT_BYTES);
    int flags = in.varint(Integer.MAX_VALUE);
    host.complete = (flags & 1) != 0;
    host.trusted = (flags & 2) != 0;
    host.retired = (flags & 4) != 0;
    List<String> notes = new ArrayList<>();
    for (int left = in.varint(Integer.MAX_VALUE); left > 0; left--) {
      notes.add(in.text(MAX_TEXT_BYTES));
    }
    host.notes = List.copyOf(notes);
    host.collector =
        new CollectorHealth(in.text(MAX_TEXT_BYTES), in.varint(), in.varint(), in.varint());
    long[] byState = new long[SocketState.COUNT];
    for (int code = 0; code < byState.length; code++) {
      byState[code] = in.varint();
    }
    host.counts = StateCounts.of(byState);
    host.intervalMs = in.varint();
    host.includedOffset = in.zigzag();
    host.lastAppendMs = in.varint();
    host.newestAtMs = in.varint();
    host.judgedAtMs = in.varint();
    host.skewMs = in.zigzag();
    host.late = in.varint();
    host.duplicates = in.varint();
    host.incomplete = in.varint();
    host.sequences = SequenceLog.decode(in);
    host.counters = CounterLog.decode(in);
    host.outbox = Outbox.decode(in);
    for (int left = in.varint(Integer.MAX_VALUE); left > 0; left--) {
      long closeAtMs = in.varint();
      HostWindow window = HostWindow.decode(in);
      host.open.put(window.startMs(), new OpenWindow(window, closeAtMs));
    }
    for (int left = in.varint(Integer.MAX_VALUE); left > 0; left--) {
      host.forgetAlertAtMs.put(in.text(MAX_TEXT_BYTES), in.varint());
    }
    host.alerts = HostAlerts.decode(in);
    return host;
  }
}
