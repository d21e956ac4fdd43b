package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.streams.alert.HostAlerts;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.host.HostRecord.OpenWindow;
import dev.socketfleet.streams.window.HostWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The compact binary form of a host record: a head for lists of hosts, then the larger part. */
final class HostRecordCodec {

  private static final int VERSION = 3;

  private static final int MAX_SNAPSHOT_BYTES = 4_000_000;

  /** Longer than any text that a snapshot may carry. */
  private static final int MAX_TEXT_BYTES = 65_536;

  private static final int COMPLETE = 1;
  private static final int TRUSTED = 2;
  private static final int RETIRED = 4;

  private HostRecordCodec() {}

  static byte[] encode(HostRecord host) {
    BinaryWriter out = new BinaryWriter(16_384);
    out.varint(VERSION);
    out.varint(host.generation);
    encodeHead(host, out);
    out.varint(host.latestAppendMs);
    out.byteArray(host.latest);
    host.counters.encode(out);
    host.outbox.encode(out);
    host.coarse.encode(out);
    out.varint(host.open.size());
    for (OpenWindow open : host.open.values()) {
      out.varint(open.closeAtMs());
      open.window().encode(out);
    }
    out.varint(host.forgetAlertAtMs.size());
    host.forgetAlertAtMs.forEach(
        (id, atMs) -> {
          out.text(id);
          out.varint(atMs);
        });
    host.alerts.encode(out);
    return out.toByteArray();
  }

  /** Name, description and progress: all that lists of hosts need. */
  static void encodeHead(HostRecord host, BinaryWriter out) {
    out.text(host.host);
    encodeDescription(host, out);
    encodeProgress(host, out);
  }

  private static void encodeDescription(HostRecord host, BinaryWriter out) {
    out.varint(host.labels.size());
    host.labels.forEach(
        (key, value) -> {
          out.text(key);
          out.text(value);
        });
    out.text(host.os);
    out.text(host.source);
    out.varint(
        (host.complete ? COMPLETE : 0)
            | (host.trusted ? TRUSTED : 0)
            | (host.retired ? RETIRED : 0));
    out.varint(host.notes.size());
    host.notes.forEach(out::text);
    out.text(host.collector.version());
    out.varint(host.collector.captureMicros());
    out.varint(host.collector.rssBytes());
    out.varint(host.collector.dropped());
    long[] byState = new long[SocketState.COUNT];
    host.counts.addTo(byState);
    for (long count : byState) {
      out.varint(count);
    }
    out.varint(host.intervalMs);
  }

  private static void encodeProgress(HostRecord host, BinaryWriter out) {
    out.zigzag(host.includedOffset);
    out.varint(host.includedAppendMs);
    out.varint(host.lastAppendMs);
    out.varint(host.newestAtMs);
    out.zigzag(host.skewMs);
    out.varint(host.late);
    out.varint(host.duplicates);
    out.varint(host.incomplete);
    host.sequences.encode(out);
  }

  /** The number of a stored record among all of its host. */
  static long generation(byte[] bytes) {
    return generation(new BinaryReader(bytes));
  }

  private static long generation(BinaryReader in) {
    int version = in.varint(Integer.MAX_VALUE);
    if (version != VERSION) {
      throw new BinaryFormatException(
          "a stored host record has version %d but this program reads %d. Start the program that wrote it, or choose a new application.id to begin anew from the snapshots that Kafka still has."
              .formatted(version, VERSION));
    }
    return in.varint();
  }

  static HostRecord decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    long generation = generation(in);
    HostRecord host = decodeHead(in);
    host.generation = generation;
    host.latestAppendMs = in.varint();
    host.latest = in.byteArray(MAX_SNAPSHOT_BYTES);
    host.counters = CounterLog.decode(in);
    host.outbox = Outbox.decode(in);
    host.coarse = CoarseLog.decode(in);
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

  /** The record without windows, alerts and outbox. */
  static HostRecord decodeHead(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    long generation = generation(in);
    HostRecord host = decodeHead(in);
    host.generation = generation;
    return host;
  }

  static HostRecord decodeHead(BinaryReader in) {
    HostRecord host = new HostRecord(in.text(MAX_TEXT_BYTES));
    decodeDescription(host, in);
    decodeProgress(host, in);
    return host;
  }

  private static void decodeDescription(HostRecord host, BinaryReader in) {
    Map<String, String> labels = new HashMap<>();
    for (int left = in.varint(Integer.MAX_VALUE); left > 0; left--) {
      labels.put(in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES));
    }
    host.labels = Map.copyOf(labels);
    host.os = in.text(MAX_TEXT_BYTES);
    host.source = in.text(MAX_TEXT_BYTES);
    int flags = in.varint(Integer.MAX_VALUE);
    host.complete = (flags & COMPLETE) != 0;
    host.trusted = (flags & TRUSTED) != 0;
    host.retired = (flags & RETIRED) != 0;
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
  }

  private static void decodeProgress(HostRecord host, BinaryReader in) {
    host.includedOffset = in.zigzag();
    host.includedAppendMs = in.varint();
    host.lastAppendMs = in.varint();
    host.newestAtMs = in.varint();
    host.skewMs = in.zigzag();
    host.late = in.varint();
    host.duplicates = in.varint();
    host.incomplete = in.varint();
    host.sequences = SequenceLog.decode(in);
  }
}
