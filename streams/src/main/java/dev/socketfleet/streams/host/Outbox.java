package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.common.wire.MalformedRecordException;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was published lately. State and output reach the broker separately: after a crash the state
 * may know of a transition that never got out, so all of this is sent again at the start. Readers
 * see repeats under the same id and revision. Owned by one stream thread.
 */
final class Outbox {

  /** Far longer than any commit interval, while the log is read as fast as it is written. */
  private static final long KEEP_MS = 120_000;

  private static final int MAX_ENTRIES = 512;

  /** As many windows as are closed between two commits, unless a host sends hours at once. */
  private static final int MAX_COPIES = 16;

  private sealed interface Entry {
    long atMs();
  }

  /** The alert as JSON: it is stored with every snapshot but read only after a crash. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Transition(long atMs, byte[] json) implements Entry {}

  private record Window(long atMs, long startMs) implements Entry {}

  private record Forgotten(long atMs, String alertId) implements Entry {}

  /**
   * A closed window that may not be durable yet.
   *
   * @param savedAtMs when its store got it, by the clock of the process
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Copy(long savedAtMs, byte[] window) {}

  /**
   * What was sent.
   *
   * @param sentAtMs by the clock of the process: the log's may run far ahead of it, in a replay
   */
  private record Sent(long sentAtMs, Entry entry) {}

  private final Deque<Sent> entries = new ArrayDeque<>();
  private final List<Copy> copies = new ArrayList<>(2);

  /** Takes the entries out in their order. */
  interface Receiver {
    void transition(Alert alert);

    void window(long startMs);

    void forgotten(String alertId);
  }

  void add(long sentAtMs, long atMs, Alert alert) {
    add(sentAtMs, new Transition(atMs, AlertCodec.encode(alert)));
  }

  void addWindow(long sentAtMs, long atMs, long startMs) {
    add(sentAtMs, new Window(atMs, startMs));
  }

  /** Keeps a window that its store just got: store and outbox reach the broker separately, too. */
  void addCopy(long savedAtMs, byte[] window) {
    if (copies.size() == MAX_COPIES) {
      copies.remove(0);
    }
    copies.add(new Copy(savedAtMs, window));
  }

  /** Gives up copies of windows that were saved before that time. */
  void dropCopies(long savedBeforeMs) {
    copies.removeIf(copy -> copy.savedAtMs() < savedBeforeMs);
  }

  /** Takes all copies out. */
  List<byte[]> takeCopies() {
    List<byte[]> windows = copies.stream().map(Copy::window).toList();
    copies.clear();
    return windows;
  }

  void addForgotten(long sentAtMs, long atMs, String alertId) {
    add(sentAtMs, new Forgotten(atMs, alertId));
  }

  private void add(long sentAtMs, Entry entry) {
    if (entries.size() == MAX_ENTRIES) {
      entries.removeFirst();
    }
    entries.addLast(new Sent(sentAtMs, entry));
  }

  /**
   * Drops what was surely delivered.
   *
   * @param nowMs by the clock of the log
   * @param deliveredBeforeMs by the clock of the process
   */
  void prune(long nowMs, long deliveredBeforeMs) {
    while (!entries.isEmpty()
        && entries.getFirst().entry().atMs() < nowMs - KEEP_MS
        && entries.getFirst().sentAtMs() < deliveredBeforeMs) {
      entries.removeFirst();
    }
  }

  void clear() {
    entries.clear();
    copies.clear();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Sends all again. */
  void replay(long sentAtMs, Receiver receiver) {
    List<Entry> all = entries.stream().map(Sent::entry).toList();
    entries.clear();
    for (Entry entry : all) {
      entries.addLast(new Sent(sentAtMs, entry));
      if (entry instanceof Transition transition) {
        receiver.transition(decode(transition.json()));
      } else if (entry instanceof Window window) {
        receiver.window(window.startMs());
      } else if (entry instanceof Forgotten forgotten) {
        receiver.forgotten(forgotten.alertId());
      }
    }
  }

  private static Alert decode(byte[] json) {
    try {
      return AlertCodec.decode(json);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("the outbox holds an alert that this program wrote", e);
    }
  }

  /** Starts of the windows in it. */
  List<Long> windows() {
    List<Long> starts = new ArrayList<>();
    for (Sent sent : entries) {
      if (sent.entry() instanceof Window window) {
        starts.add(window.startMs());
      }
    }
    return starts;
  }

  void encode(BinaryWriter out) {
    out.varint(entries.size());
    for (Sent sent : entries) {
      Entry entry = sent.entry();
      out.varint(entry.atMs());
      if (entry instanceof Transition transition) {
        out.octet(0);
        out.byteArray(transition.json());
      } else if (entry instanceof Window window) {
        out.octet(1);
        out.varint(window.startMs());
      } else if (entry instanceof Forgotten forgotten) {
        out.octet(2);
        out.text(forgotten.alertId());
      }
    }
    out.varint(copies.size());
    copies.forEach(copy -> out.byteArray(copy.window()));
  }

  static Outbox decode(BinaryReader in) {
    Outbox outbox = new Outbox();
    for (int left = in.varint(MAX_ENTRIES); left > 0; left--) {
      long atMs = in.varint();
      int kind = in.octet();
      outbox.add(
          0,
          switch (kind) {
            case 0 -> new Transition(atMs, in.byteArray(Integer.MAX_VALUE));
            case 1 -> new Window(atMs, in.varint());
            case 2 -> new Forgotten(atMs, in.text(256));
            default ->
                throw new BinaryFormatException(
                    "an outbox entry has kind " + kind + " but it must be in 0..2");
          });
    }
    for (int left = in.varint(MAX_COPIES); left > 0; left--) {
      outbox.copies.add(new Copy(0, in.byteArray(Integer.MAX_VALUE)));
    }
    return outbox;
  }
}
