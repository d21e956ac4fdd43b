package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence.HostCount;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hosts that stand out most in a sum, for the states in which an excess is trouble. Bounded: a
 * few hosts of each partition, for the largest sums only. Owned by one thread.
 */
final class TopHosts {

  /** Not of TIME_WAIT: it is large wherever connections are closed as they should. */
  private static final Set<SocketState> SUSPICIOUS =
      EnumSet.of(
          SocketState.SYN_RECEIVED,
          SocketState.SYN_SENT,
          SocketState.CLOSE_WAIT,
          SocketState.FIN_WAIT_1,
          SocketState.FIN_WAIT_2,
          SocketState.LAST_ACK,
          SocketState.CLOSING);

  private static final int OF_A_PARTITION = 3;
  private static final int OF_A_FLEET = 40;
  private static final int MAX_SERIES = 50;
  private static final int MAX_TEXT_BYTES = 1_024;

  /** Sockets of a sum below which nobody asks whose they are. */
  private static final long LEAST = 20;

  private static final Comparator<HostCount> MOST_FIRST =
      Comparator.comparingLong(HostCount::count).reversed().thenComparing(HostCount::host);

  private record Key(Endpoint endpoint, SocketState state) {}

  private final Map<Key, List<HostCount>> hosts = new HashMap<>();
  private final Map<Key, Long> sums = new HashMap<>();

  void add(String host, Endpoint endpoint, Map<SocketState, Gauge> states) {
    states.forEach(
        (state, gauge) -> {
          long count = Math.round(gauge.mean());
          if (count > 0 && SUSPICIOUS.contains(state)) {
            Key key = new Key(endpoint, state);
            sums.merge(key, count, Long::sum);
            List<HostCount> top = hosts.computeIfAbsent(key, any -> new ArrayList<>(4));
            top.add(new HostCount(host, count));
            bound(top, OF_A_PARTITION);
          }
        });
  }

  void add(TopHosts other) {
    other.sums.forEach((key, sum) -> sums.merge(key, sum, Long::sum));
    other.hosts.forEach(
        (key, more) -> {
          List<HostCount> top = hosts.computeIfAbsent(key, any -> new ArrayList<>(8));
          top.addAll(more);
          bound(top, OF_A_FLEET);
        });
  }

  private static void bound(List<HostCount> top, int most) {
    top.sort(MOST_FIRST);
    if (top.size() > most) {
      top.subList(most, top.size()).clear();
    }
  }

  List<HostCount> of(Endpoint endpoint, SocketState state) {
    return List.copyOf(hosts.getOrDefault(new Key(endpoint, state), List.of()));
  }

  void encode(BinaryWriter out) {
    List<Map.Entry<Key, Long>> largest =
        sums.entrySet().stream()
            .filter(it -> it.getValue() >= LEAST)
            .sorted(
                Map.Entry.<Key, Long>comparingByValue()
                    .reversed()
                    .thenComparing(it -> it.getKey().endpoint())
                    .thenComparing(it -> it.getKey().state()))
            .limit(MAX_SERIES)
            .toList();
    out.varint(largest.size());
    for (Map.Entry<Key, Long> entry : largest) {
      Key key = entry.getKey();
      HostTrouble.encode(key.endpoint(), out);
      out.varint(key.state().code());
      out.varint(entry.getValue());
      List<HostCount> top = hosts.getOrDefault(key, List.of());
      out.varint(top.size());
      for (HostCount host : top) {
        out.text(host.host());
        out.varint(host.count());
      }
    }
  }

  static TopHosts decode(BinaryReader in) {
    TopHosts tops = new TopHosts();
    for (int left = in.varint(MAX_SERIES); left > 0; left--) {
      Key key = new Key(HostTrouble.endpoint(in), SocketState.ofCode(in.varint(SocketState.COUNT)));
      tops.sums.put(key, in.varint());
      List<HostCount> top = new ArrayList<>();
      for (int hosts = in.varint(OF_A_FLEET); hosts > 0; hosts--) {
        top.add(new HostCount(in.text(MAX_TEXT_BYTES), in.varint()));
      }
      tops.hosts.put(key, top);
    }
    return tops;
  }
}
