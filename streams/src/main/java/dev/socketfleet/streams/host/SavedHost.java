package dev.socketfleet.streams.host;

import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.streams.binary.BinaryFormatException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A host as it lies in the store: a whole record, and what came on top of it. Places of older
 * records are written over only bit by bit, so what is not of the record's generation is passed by.
 */
public final class SavedHost {

  /** On top of one record, at most: the next snapshot is stored with a whole record. */
  public static final int MAX_DELTAS = 16;

  private final byte[] record;
  private final List<HostDelta> deltas;

  private SavedHost(byte[] record, List<HostDelta> deltas) {
    this.record = record;
    this.deltas = deltas;
  }

  /**
   * What was written.
   *
   * @param record the last one that was given to {@link EngineOutput#saveHost}
   * @param places what was given to {@link EngineOutput#saveDelta}, in no order
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public static SavedHost of(byte[] record, Collection<byte[]> places) {
    long generation = HostRecordCodec.generation(record);
    List<HostDelta> deltas = new ArrayList<>();
    for (byte[] place : places) {
      HostDelta delta = HostDelta.decode(place);
      if (delta.generation() == generation) {
        deltas.add(delta);
      }
    }
    deltas.sort(Comparator.comparingInt(HostDelta::number));
    return new SavedHost(record, deltas);
  }

  /** The record without what is on top of it. */
  HostRecord decodeRecord() {
    return HostRecordCodec.decode(record);
  }

  /** What is on top of it, in order. */
  List<HostDelta> deltas() {
    return deltas;
  }

  /** The host without its windows and alerts: what lists of hosts need. */
  public HostRecord head() {
    return deltas.isEmpty()
        ? HostRecordCodec.decodeHead(record)
        : deltas.get(deltas.size() - 1).head();
  }

  /** The youngest snapshot. */
  public Optional<Latest> latest() {
    for (int i = deltas.size() - 1; i >= 0; i--) {
      HostDelta delta = deltas.get(i);
      if (delta.placed().newest()) {
        return Optional.of(new Latest(delta.decodeSnapshot(), appended(delta.head())));
      }
    }
    HostRecord host = decodeRecord();
    return host.latest.length == 0
        ? Optional.empty()
        : Optional.of(
            new Latest(
                CompactSnapshot.decode(host.latest), Instant.ofEpochMilli(host.latestAppendMs)));
  }

  private static Instant appended(HostRecord head) {
    return Instant.ofEpochMilli(head.includedAppendMs());
  }

  /** The youngest snapshot and when the broker took it. */
  public record Latest(Snapshot snapshot, Instant appendedAt) {}
}
