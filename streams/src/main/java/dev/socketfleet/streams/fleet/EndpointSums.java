package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import dev.socketfleet.streams.window.GaugeSum;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One endpoint, or all, over several hosts. Owned by one thread. */
final class EndpointSums {

  private final Map<SocketState, GaugeSum> states = new EnumMap<>(SocketState.class);
  private @Nullable GaugeSum queued;
  private @Nullable GaugeSum limit;

  void addStates(Map<SocketState, Gauge> more) {
    more.forEach((state, gauge) -> states.computeIfAbsent(state, any -> zero()).add(gauge));
  }

  void addQueues(Optional<Gauge> moreQueued, Optional<Gauge> moreLimit) {
    queued = added(queued, moreQueued);
    limit = added(limit, moreLimit);
  }

  private static @Nullable GaugeSum added(@Nullable GaugeSum sum, Optional<Gauge> more) {
    if (more.isEmpty()) {
      return sum;
    }
    GaugeSum target = sum == null ? zero() : sum;
    target.add(more.get());
    return target;
  }

  void add(EndpointSums other) {
    other.states.forEach((state, sum) -> states.computeIfAbsent(state, any -> zero()).add(sum));
    queued = added(queued, other.queued);
    limit = added(limit, other.limit);
  }

  private static @Nullable GaugeSum added(@Nullable GaugeSum sum, @Nullable GaugeSum more) {
    if (more == null) {
      return sum;
    }
    GaugeSum target = sum == null ? zero() : sum;
    target.add(more);
    return target;
  }

  private static GaugeSum zero() {
    return new GaugeSum(0);
  }

  Map<SocketState, Gauge> gauges(int samples) {
    Map<SocketState, Gauge> gauges = new EnumMap<>(SocketState.class);
    states.forEach((state, sum) -> gauges.put(state, sum.gauge(samples)));
    return gauges;
  }

  Optional<Gauge> queued(int samples) {
    return Optional.ofNullable(queued).map(sum -> sum.gauge(samples));
  }

  Optional<Gauge> limit(int samples) {
    return Optional.ofNullable(limit).map(sum -> sum.gauge(samples));
  }

  int hostsWith(SocketState state) {
    GaugeSum sum = states.get(state);
    return sum == null ? 0 : sum.parts();
  }

  /** Hosts that have the endpoint: as many as have sockets in its commonest state. */
  int hosts() {
    return states.values().stream().mapToInt(GaugeSum::parts).max().orElse(0);
  }

  /** Most sockets of all states at once, at most. */
  long size() {
    return states.values().stream().mapToLong(sum -> sum.gauge(1).max()).sum();
  }

  void encode(BinaryWriter out) {
    out.varint(states.size());
    states.forEach(
        (state, sum) -> {
          out.varint(state.code());
          sum.encode(out);
        });
    encode(out, queued);
    encode(out, limit);
  }

  private static void encode(BinaryWriter out, @Nullable GaugeSum sum) {
    out.flag(sum != null);
    if (sum != null) {
      sum.encode(out);
    }
  }

  static EndpointSums decode(BinaryReader in) {
    EndpointSums sums = new EndpointSums();
    for (int left = in.varint(SocketState.COUNT); left > 0; left--) {
      SocketState state = SocketState.ofCode(in.varint(SocketState.COUNT));
      sums.states.put(state, GaugeSum.decode(in));
    }
    sums.queued = in.flag() ? GaugeSum.decode(in) : null;
    sums.limit = in.flag() ? GaugeSum.decode(in) : null;
    return sums;
  }
}
