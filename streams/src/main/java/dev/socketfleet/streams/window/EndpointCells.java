package dev.socketfleet.streams.window;

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
  private @Nullable GaugeCell queued;
  private @Nullable GaugeCell limit;
  private final Map<SocketState, Judgement> judged = new EnumMap<>(SocketState.class);

  StateCells states() {
    return states;
  }

  void add(ListenQueue listen, int newestId) {
    queued = sample(queued, listen.queued(), newestId);
    if (listen.limit() != ListenQueue.UNKNOWN) {
      limit = sample(limit, listen.limit(), newestId);
    }
  }

  private static GaugeCell sample(@Nullable GaugeCell cell, long value, int newestId) {
    GaugeCell target = cell == null ? new GaugeCell() : cell;
    target.add(value, newestId);
    return target;
  }

  void judge(SocketState state, Judgement judgement) {
    judged.put(state, judgement);
  }

  Optional<Judgement> judged(SocketState state) {
    return Optional.ofNullable(judged.get(state));
  }

  Optional<GaugeCell> queued() {
    return Optional.ofNullable(queued);
  }

  Optional<GaugeCell> limit() {
    return Optional.ofNullable(limit);
  }

  void encode(BinaryWriter out) {
    states.encode(out);
    out.varint((queued == null ? 0 : 1) | (limit == null ? 0 : 2));
    queued().ifPresent(cell -> cell.encode(out));
    limit().ifPresent(cell -> cell.encode(out));
    out.varint(judged.size());
    judged.forEach(
        (state, judgement) -> {
          out.varint(state.code());
          out.fixedDouble(judgement.baseline());
          out.fixedDouble(judgement.threshold());
        });
  }

  static EndpointCells decode(BinaryReader in) {
    EndpointCells cells = new EndpointCells();
    cells.states = StateCells.decode(in);
    int present = in.varint(Integer.MAX_VALUE);
    cells.queued = (present & 1) != 0 ? GaugeCell.decode(in) : null;
    cells.limit = (present & 2) != 0 ? GaugeCell.decode(in) : null;
    int judgements = in.varint(Integer.MAX_VALUE);
    for (int i = 0; i < judgements; i++) {
      SocketState state = SocketState.ofCode(in.varint(Integer.MAX_VALUE));
      cells.judged.put(state, new Judgement(in.fixedDouble(), in.fixedDouble()));
    }
    return cells;
  }
}
