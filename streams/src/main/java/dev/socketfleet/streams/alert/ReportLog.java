package dev.socketfleet.streams.alert;

import dev.socketfleet.common.model.rule.Condition.Report;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;

/**
 * What the last snapshots of a host tell of its collector: which of them were incomplete, and in
 * which another collector process had its turn. Mutable, owned by the host's thread.
 */
final class ReportLog {

  private static final int INCOMPLETE_OF = 10;
  private static final int TURNS_OF = 20;
  private static final int BOOTS = 4;

  /** Bit i tells of the snapshot i before the last. */
  private int incomplete;

  /** Bit i: that snapshot came from another process than the one before it, and not a new one. */
  private int turns;

  private long incompleteTotal = -1;
  private long skewSeconds;

  /** Hashes of the ids of the last processes, the one that sent last first; 0 for none. */
  private final int[] boots = new int[BOOTS];

  void observe(HostReport report) {
    boolean cut = incompleteTotal >= 0 && report.incompleteTotal() > incompleteTotal;
    incompleteTotal = report.incompleteTotal();
    incomplete = shifted(incomplete, cut, INCOMPLETE_OF);
    turns = shifted(turns, isTurn(hash(report.boot())), TURNS_OF);
    skewSeconds = report.trusted() ? 0 : Math.abs(report.skewMs()) / 1_000;
  }

  private static int shifted(int bits, boolean next, int kept) {
    return (bits << 1 | (next ? 1 : 0)) & ((1 << kept) - 1);
  }

  /** Never 0, which stands for no process. */
  private static int hash(String boot) {
    int hash = boot.hashCode();
    return hash == 0 ? 1 : hash;
  }

  /** Moves the process to the front; a new one replaces the one that was silent for longest. */
  private boolean isTurn(int boot) {
    int at = 0;
    while (at < BOOTS - 1 && boots[at] != boot && boots[at] != 0) {
      at++;
    }
    boolean known = boots[at] == boot;
    System.arraycopy(boots, 0, boots, 1, at);
    boots[0] = boot;
    return known && at > 0;
  }

  /** Whether nothing is wrong with any of them. */
  boolean isClean() {
    return incomplete == 0 && turns == 0 && skewSeconds == 0;
  }

  long value(Report of) {
    return switch (of) {
      case CLOCK_SKEW -> skewSeconds;
      case INCOMPLETE -> Integer.bitCount(incomplete);
      case TWO_BOOTS -> Integer.bitCount(turns);
    };
  }

  void encode(BinaryWriter out) {
    out.varint(incomplete);
    out.varint(turns);
    out.zigzag(incompleteTotal);
    out.varint(skewSeconds);
    for (int boot : boots) {
      out.zigzag(boot);
    }
  }

  static ReportLog decode(BinaryReader in) {
    ReportLog log = new ReportLog();
    log.incomplete = in.varint((1 << INCOMPLETE_OF) - 1);
    log.turns = in.varint((1 << TURNS_OF) - 1);
    log.incompleteTotal = in.zigzag();
    log.skewSeconds = in.varint();
    for (int i = 0; i < BOOTS; i++) {
      log.boots[i] = (int) in.zigzag();
    }
    return log;
  }
}
