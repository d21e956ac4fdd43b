package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was published lately. State and output reach the broker separately: after a crash the state
 * may know of a transition that never got out, so all of this is sent again at the start. Readers
 * see repeats under the same id and revision. Owned by one stream thread.
 */
final class Outbox {

  /** Far longer than any commit interval: what is older was acknowledged. */
  private static final long KEEP_MS = 120_000;

  private static final int MAX_ENTRIES = 512;

  private sealed interface Entry {
    long atMs();
  }

  private record Transition(long atMs, Alert alert) implements Entry {}

  private record Window(long atMs, long startMs) implements Entry {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  /** Takes the entries out in their order. */
  interface Receiver {
    void transition(Alert alert);

    void window(long startMs);
  }

  void add(long atMs, Alert alert) {
    add(new Transition(atMs, alert));
  }

  void addWindow(long atMs, long startMs) {
    add(new Window(atMs, startMs));
  }

  private void add(Entry entry) {
    if (entries.size() == MAX_ENTRIES) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  /** Drops what was surely delivered. */
  void prune(long nowMs) {
    while (!entries.isEmpty() && entries.getFirst().atMs() < nowMs - KEEP_MS) {
      entries.removeFirst();
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void replay(Receiver receiver) {
    for (Entry entry : entries) {
      if (entry instanceof Transition transition) {
        receiver.transition(transition.alert());
      } else if (entry instanceof Window window) {
        receiver.window(window.startMs());
      }
    }
  }

  private static Alert decode(byte[] alert) {
    try {
      return AlertCodec.decode(alert);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("the outbox holds an alert that this program wrote", e);
    }
  }

  void encode(BinaryWriter out) {
    out.varint(entries.size());
    for (Entry entry : entries) {
      out.varint(entry.atMs());
      if (entry instanceof Transition transition) {
        out.varint(0);
        out.byteArray(AlertCodec.encode(transition.alert()));
      } else if (entry instanceof Window window) {
        out.varint(1);
        out.varint(window.startMs());
      }
    }
  }

  static Outbox decode(BinaryReader in) {
    Outbox outbox = new Outbox();
    int size = in.varint(Integer.MAX_VALUE);
    for (int i = 0; i < size; i++) {
      long atMs = in.varint();
      int kind = in.varint(Integer.MAX_VALUE);
      outbox.entries.addLast(
          kind == 0
              ? new Transition(atMs, decode(in.byteArray(Integer.MAX_VALUE)))
              : new Window(atMs, in.varint()));
    }
    return outbox;
  }
}
