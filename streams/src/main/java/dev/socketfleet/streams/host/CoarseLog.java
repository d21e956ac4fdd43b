package dev.socketfleet.streams.host;

import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The coarse windows of a host that are to be derived from the finest ones, or were lately: those
 * may not be durable yet, so after a crash they are derived again. Owned by one stream thread.
 */
final class CoarseLog {

  private static final long NOT_YET = -1;

  /** By start: when it was derived, by the clock of the process. */
  private final Map<Long, Long> derivedAtMs = new TreeMap<>();

  /** A window inside of it was closed. */
  void touch(long startMs) {
    derivedAtMs.put(startMs, NOT_YET);
  }

  void derived(long startMs, long atMs) {
    derivedAtMs.put(startMs, atMs);
  }

  /** Starts of those to be derived that started at that time or before. */
  List<Long> waiting(long upToMs) {
    List<Long> starts = new ArrayList<>(0);
    for (Map.Entry<Long, Long> entry : derivedAtMs.entrySet()) {
      if (entry.getKey() > upToMs) {
        break;
      }
      if (entry.getValue() == NOT_YET) {
        starts.add(entry.getKey());
      }
    }
    return starts;
  }

  /** Start of the first that is to be derived; far away when there is none. */
  long firstWaitingMs() {
    for (Map.Entry<Long, Long> entry : derivedAtMs.entrySet()) {
      if (entry.getValue() == NOT_YET) {
        return entry.getKey();
      }
    }
    return Long.MAX_VALUE;
  }

  /** Gives up what was derived before that time. */
  void prune(long derivedBeforeMs) {
    derivedAtMs.values().removeIf(atMs -> atMs != NOT_YET && atMs < derivedBeforeMs);
  }

  void encode(BinaryWriter out) {
    out.varint(derivedAtMs.size());
    derivedAtMs.keySet().forEach(out::varint);
  }

  static CoarseLog decode(BinaryReader in) {
    CoarseLog log = new CoarseLog();
    for (int left = in.varint(Integer.MAX_VALUE); left > 0; left--) {
      log.touch(in.varint());
    }
    return log;
  }
}
