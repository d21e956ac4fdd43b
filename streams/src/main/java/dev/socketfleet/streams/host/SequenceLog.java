package dev.socketfleet.streams.host;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots of a host were seen: for each of the last four collector processes the highest
 * sequence number and which of the 64 before it. Idempotence and the count of what was lost both
 * come from it. Owned by one stream thread.
 */
final class SequenceLog {

  private static final int BOOTS = 4;
  private static final int WINDOW = 64;
  private static final int MAX_TEXT_BYTES = 65_536;

  /** A jump beyond this is no loss but a sender that counts in its own way. */
  private static final long MAX_GAP = 1_000_000;

  private final Deque<Boot> boots = new ArrayDeque<>();
  private long lost;

  private static final class Boot {
    private final String id;

    /** The lowest that was seen, or where it jumped to: what is below was never ours to lose. */
    private long lowest;

    private long highest;

    /** Bit i tells whether {@code highest - 1 - i} was seen. */
    private long before;

    Boot(String id, long lowest, long highest, long before) {
      this.id = id;
      this.lowest = lowest;
      this.highest = highest;
      this.before = before;
    }
  }

  /** Notes a snapshot; false when it was seen before or is too old to tell. */
  boolean add(String bootId, long seq) {
    Boot boot = lastUsed(bootId);
    if (boot == null) {
      if (boots.size() == BOOTS) {
        boots.removeLast();
      }
      boots.addFirst(new Boot(bootId, seq, seq, 0));
      return true;
    }
    return seq > boot.highest ? advance(boot, seq) : fill(boot, seq);
  }

  /** The process, moved to the front, so that those go first that were silent for longest. */
  private @Nullable Boot lastUsed(String bootId) {
    Iterator<Boot> all = boots.iterator();
    while (all.hasNext()) {
      Boot boot = all.next();
      if (boot.id.equals(bootId)) {
        all.remove();
        boots.addFirst(boot);
        return boot;
      }
    }
    return null;
  }

  private boolean advance(Boot boot, long seq) {
    long step = seq - boot.highest;
    // A shift by 64 or more would shift by the remainder.
    long shifted = step < WINDOW ? boot.before << step : 0;
    boot.before = step <= WINDOW ? shifted | 1L << (step - 1) : 0;
    boot.highest = seq;
    if (step <= MAX_GAP) {
      lost += step - 1;
    } else {
      boot.lowest = seq;
    }
    return true;
  }

  private boolean fill(Boot boot, long seq) {
    long distance = boot.highest - seq;
    if (distance == 0 || distance > WINDOW) {
      return false;
    }
    long bit = 1L << (distance - 1);
    if ((boot.before & bit) != 0) {
      return false;
    }
    boot.before |= bit;
    if (seq < boot.lowest) {
      lost += boot.lowest - seq - 1;
      boot.lowest = seq;
    } else {
      lost--;
    }
    return true;
  }

  /** The collector process of the last snapshot that was noted; empty when there is none. */
  String lastBoot() {
    Boot last = boots.peekFirst();
    return last == null ? "" : last.id;
  }

  /** Snapshots that were sent, by the gaps in the sequence, and never came. */
  long lost() {
    return lost;
  }

  void encode(BinaryWriter out) {
    out.varint(lost);
    out.varint(boots.size());
    for (Boot boot : boots) {
      out.text(boot.id);
      out.varint(boot.lowest);
      out.varint(boot.highest);
      out.fixedLong(boot.before);
    }
  }

  static SequenceLog decode(BinaryReader in) {
    SequenceLog log = new SequenceLog();
    log.lost = in.varint();
    int size = in.varint(Integer.MAX_VALUE);
    for (int i = 0; i < size; i++) {
      log.boots.addLast(
          new Boot(in.text(MAX_TEXT_BYTES), in.varint(), in.varint(), in.fixedLong()));
    }
    return log;
  }
}
