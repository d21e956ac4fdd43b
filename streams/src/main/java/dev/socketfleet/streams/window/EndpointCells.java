package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a window knows of one endpoint of the host. Owned by its window's thread. */
final class EndpointCells {

  private StateCells states = new StateCells();

  /**
   * Set while all of the endpoint's sockets belong to one group, which then has the same {@link
   * StateCells}.
   */
  private boolean shared;

  private @Nullable SampledCell queued;
  private @Nullable SampledCell limit;
  private final Map<SocketState, Judgement> judged = new EnumMap<>(SocketState.class);

  StateCells states() {
    return states;
  }

  /** The same for the only group of an endpoint. */
  StateCells share() {
    shared = true;
    return states;
  }

  /** From now on the endpoint counts apart from the group that shared its cells, if any. */
  void unshare() {
    if (shared) {
      shared = false;
      states = states.copy();
    }
  }

  boolean isShared() {
    return shared;
  }

  void add(ListenQueue listen, HostSample from) {
    queued = added(queued, listen.queued(), from);
    if (listen.limit() != ListenQueue.UNKNOWN) {
      limit = added(limit, listen.limit(), from);
    }
  }

  private static SampledCell added(@Nullable SampledCell cell, long value, HostSample from) {
    SampledCell target = cell == null ? new SampledCell() : cell;
    target.add(value, from.at(), from.seq());
    return target;
  }

  /** See {@link StateCells#merge}. */
  void merge(EndpointCells other, int newestIdThere, int newestId) {
    states.merge(other.states, newestIdThere, newestId);
    queued = merged(queued, other.queued);
    limit = merged(limit, other.limit);
    if (newestId > 0) {
      judged.putAll(other.judged);
    } else {
      other.judged.forEach(judged::putIfAbsent);
    }
  }

  private static @Nullable SampledCell merged(
      @Nullable SampledCell cell, @Nullable SampledCell other) {
    if (other == null) {
      return cell;
    }
    SampledCell target = cell == null ? new SampledCell() : cell;
    target.merge(other);
    return target;
  }

  void judge(SocketState state, Judgement judgement) {
    judged.put(state, judgement);
  }

  Optional<Judgement> judged(SocketState state) {
    return Optional.ofNullable(judged.get(state));
  }

  Optional<Gauge> queued() {
    return Optional.ofNullable(queued).map(SampledCell::gauge);
  }

  Optional<Gauge> limit() {
    return Optional.ofNullable(limit).map(SampledCell::gauge);
  }

  void encode(BinaryWriter out, long startMs) {
    states.encode(out);
    out.varint((queued == null ? 0 : 1) | (limit == null ? 0 : 2));
    if (queued != null) {
      queued.encode(out, startMs);
    }
    if (limit != null) {
      limit.encode(out, startMs);
    }
    out.varint(judged.size());
    judged.forEach(
        (state, judgement) -> {
          out.varint(state.code());
          out.fixedDouble(judgement.baseline());
          out.fixedDouble(judgement.threshold());
        });
  }

  static EndpointCells decode(BinaryReader in, long startMs) {
    EndpointCells cells = new EndpointCells();
    cells.states = StateCells.decode(in);
    int present = in.varint(Integer.MAX_VALUE);
    cells.queued = (present & 1) != 0 ? SampledCell.decode(in, startMs) : null;
    cells.limit = (present & 2) != 0 ? SampledCell.decode(in, startMs) : null;
    int judgements = in.varint(Integer.MAX_VALUE);
    for (int i = 0; i < judgements; i++) {
      SocketState state = SocketState.ofCode(in.varint(Integer.MAX_VALUE));
      cells.judged.put(state, new Judgement(in.fixedDouble(), in.fixedDouble()));
    }
    return cells;
  }

  /** Passes over what {@link #decode} would read. */
  static void skip(BinaryReader in) {
    StateCells.skip(in);
    in.skipVarints(SampledCell.NUMBERS * Integer.bitCount(in.varint(Integer.MAX_VALUE)));
    for (int left = in.varint(Integer.MAX_VALUE); left > 0; left--) {
      in.skipVarints(1);
      in.skip(2 * Double.BYTES);
    }
  }
}
