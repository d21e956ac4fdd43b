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

  /** Far longer than any commit interval: what is older was acknowledged. */
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

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final List<Copy> copies = new ArrayList<>(2);

  /** Takes the entries out in their order. */
  interface Receiver {
    void transition(Alert alert);

    void window(long startMs);

    void forgotten(String alertId);
  }

  void add(long atMs, Alert alert) {
    add(new Transition(atMs, AlertCodec.encode(alert)));
  }

  void addWindow(long atMs, long startMs) {
    add(new Window(atMs, startMs));
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

  void addForgotten(long atMs, String alertId) {
    add(new Forgotten(atMs, alertId));
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

  void clear() {
    entries.clear();
    copies.clear();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void replay(Receiver receiver) {
    for (Entry entry : entries) {
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
    for (Entry entry : entries) {
      if (entry instanceof Window window) {
        starts.add(window.startMs());
      }
    }
    return starts;
  }

  void encode(BinaryWriter out) {
    out.varint(entries.size());
    for (Entry entry : entries) {
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
      outbox.entries.addLast(
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
