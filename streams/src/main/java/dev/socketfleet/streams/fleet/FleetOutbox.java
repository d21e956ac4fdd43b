package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Transitions that were told lately. State and output reach the broker separately: what the state
 * knows of may never have got out, so all of it is told again at the start, under the same ids and
 * revisions. Owned by one stream thread.
 */
final class FleetOutbox {

  /** Far longer than any commit interval, by the clock of the process. */
  private static final long KEEP_MS = 120_000;

  private static final int MAX_ENTRIES = 512;
  private static final int MAX_TEXT_BYTES = 256;

  /** An alert, or the id of one that is over for so long that it is no current one. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sent(long atMs, String id, byte[] json) {}

  private static final byte[] FORGOTTEN = {};

  private final Deque<Sent> entries = new ArrayDeque<>();

  /** Where they go. */
  interface Receiver {
    void publish(Alert alert);

    void publishForgotten(String alertId);
  }

  void add(long atMs, Alert alert) {
    add(new Sent(atMs, alert.id(), AlertCodec.encode(alert)));
  }

  void addForgotten(long atMs, String alertId) {
    add(new Sent(atMs, alertId, FORGOTTEN));
  }

  private void add(Sent entry) {
    if (entries.size() == MAX_ENTRIES) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  /** Gives up what surely got out; whether there was any. */
  boolean prune(long nowMs) {
    boolean any = false;
    while (!entries.isEmpty() && entries.getFirst().atMs() < nowMs - KEEP_MS) {
      entries.removeFirst();
      any = true;
    }
    return any;
  }

  /** Tells all again, and keeps it as if it were told now. */
  void replay(long nowMs, Receiver receiver) {
    List<Sent> all = new ArrayList<>(entries);
    entries.clear();
    for (Sent sent : all) {
      entries.addLast(new Sent(nowMs, sent.id(), sent.json()));
      if (sent.json().length == 0) {
        receiver.publishForgotten(sent.id());
      } else {
        receiver.publish(alert(sent.json()));
      }
    }
  }

  static Alert alert(byte[] json) {
    try {
      return AlertCodec.decode(json);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("the state holds an alert that this program wrote", e);
    }
  }

  void encode(BinaryWriter out) {
    out.varint(entries.size());
    for (Sent sent : entries) {
      out.varint(sent.atMs());
      out.text(sent.id());
      out.byteArray(sent.json());
    }
  }

  static FleetOutbox decode(BinaryReader in) {
    FleetOutbox outbox = new FleetOutbox();
    for (int left = in.varint(MAX_ENTRIES); left > 0; left--) {
      outbox.entries.addLast(
          new Sent(in.varint(), in.text(MAX_TEXT_BYTES), in.byteArray(Integer.MAX_VALUE)));
    }
    return outbox;
  }
}
