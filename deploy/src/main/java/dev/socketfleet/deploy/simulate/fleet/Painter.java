package dev.socketfleet.deploy.simulate.fleet;

import dev.socketfleet.common.model.Destination;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Namespace;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes groups and namespaces, as a collector would tell them, of a {@link Draft}. */
final class Painter {

  private static final int MAX_PEERS = 5;
  private static final double[] SHARES = {0.3, 0.2, 0.15, 0.1, 0.05};
  private static final Comparator<Destination> BUSIEST =
      Comparator.comparingLong(Destination::used).reversed();

  /** Listening and working sockets are no evidence of anything. */
  private static final List<SocketState> SUSPICIOUS =
      List.of(
          SocketState.SYN_SENT,
          SocketState.SYN_RECEIVED,
          SocketState.FIN_WAIT_1,
          SocketState.FIN_WAIT_2,
          SocketState.CLOSE_WAIT,
          SocketState.CLOSING,
          SocketState.LAST_ACK,
          SocketState.TIME_WAIT);

  private Painter() {}

  static List<Group> groups(Draft draft) {
    SimulatedHost host = draft.host();
    List<Group> groups = new ArrayList<>(host.endpoints());
    for (int at = 0; at < host.endpoints(); at++) {
      if (draft.total(at) > 0) {
        groups.add(group(draft, at, host.sites().get(at)));
      }
    }
    return groups;
  }

  private static Group group(Draft draft, int at, Site site) {
    Map<SocketState, List<PeerCount>> peers = new EnumMap<>(SocketState.class);
    Map<SocketState, Long> oldest = new EnumMap<>(SocketState.class);
    for (int i = 0; i < SUSPICIOUS.size(); i++) {
      SocketState state = SUSPICIOUS.get(i);
      long count = draft.count(at, state);
      if (count > 0) {
        peers.put(state, peers(draft, at, site, state, count));
        long ageMs = draft.age(at, state);
        if (ageMs > 0) {
          oldest.put(state, ageMs);
        }
      }
    }
    return new Group(
        site.netns(),
        site.template().endpoint(),
        site.owner(),
        site.process(),
        StateCounts.of(draft.countsOf(at)),
        listen(draft, at, site),
        peers,
        oldest);
  }

  private static Optional<ListenQueue> listen(Draft draft, int at, Site site) {
    long sockets = draft.count(at, SocketState.LISTEN);
    if (sockets == 0) {
      return Optional.empty();
    }
    long limit = site.template().limit();
    return Optional.of(
        new ListenQueue(
            (int) sockets,
            draft.queued(at),
            sockets * limit,
            new ListenQueue.Fullest(draft.fullestQueue(at), limit)));
  }

  private static List<PeerCount> peers(
      Draft draft, int at, Site site, SocketState state, long count) {
    @Nullable String main = draft.mainPeer(at, state.code());
    long key = Noise.mix(site.key() + state.code(), draft.atMs());
    if (main != null) {
      return List.of(new PeerCount(main, count));
    }
    if (state == SocketState.SYN_RECEIVED && draft.isScattered(at)) {
      return strangers(key, count);
    }
    return shared(site.remotes(), key, count);
  }

  /** Forged senders: hardly one comes twice. */
  private static List<PeerCount> strangers(long key, long count) {
    List<PeerCount> peers = new ArrayList<>(MAX_PEERS);
    for (int i = 0; i < Math.min(count, MAX_PEERS); i++) {
      long bits = Noise.mix(key, i);
      peers.add(
          new PeerCount(
              (11 + (bits >>> 8 & 0x7F))
                  + "."
                  + (bits >>> 16 & 0xFF)
                  + "."
                  + (bits >>> 24 & 0xFF)
                  + "."
                  + (10L * i + (bits >>> 32) % 10 + 1),
              1));
    }
    return peers;
  }

  private static List<PeerCount> shared(List<String> remotes, long key, long count) {
    int size = (int) Math.min(Math.min(MAX_PEERS, remotes.size()), count);
    if (size == 1) {
      return List.of(new PeerCount(remotes.get(Noise.pick(key, remotes.size())), count));
    }
    int first = Noise.pick(key, remotes.size());
    boolean all = size == remotes.size();
    List<PeerCount> peers = new ArrayList<>(size);
    long left = count;
    for (int i = 0; i < size; i++) {
      int others = size - 1 - i;
      long share = Math.max(1, Math.min(left - others, Math.round(SHARES[i] * count)));
      long own = all && others == 0 ? left : share;
      left -= own;
      peers.add(new PeerCount(remotes.get((first + i) % remotes.size()), own));
    }
    peers.sort(Comparator.comparingLong(PeerCount::count).reversed());
    return peers;
  }

  static List<Namespace> namespaces(Draft draft) {
    SimulatedHost host = draft.host();
    List<Namespace> namespaces = new ArrayList<>(host.namespaces().size());
    for (int i = 0; i < host.namespaces().size(); i++) {
      namespaces.add(
          new Namespace(
              host.namespaces().get(i),
              host.inode(i),
              counters(draft, i),
              host.limits(),
              destinations(draft, i)));
    }
    return namespaces;
  }

  private static Map<String, Long> counters(Draft draft, int namespace) {
    Map<String, Long> counters = new HashMap<>(2 * Counter.COUNT);
    for (Counter counter : Counter.VALUES) {
      counters.put(counter.wireName(), (long) draft.counter(namespace, counter));
    }
    return counters;
  }

  private static List<Destination> destinations(Draft draft, int namespace) {
    SimulatedHost host = draft.host();
    List<Destination> busiest = new ArrayList<>();
    for (int at = 0; at < host.endpoints(); at++) {
      Site site = host.sites().get(at);
      if (site.namespace() == namespace && draft.ports(at) > 0) {
        busiest.add(
            new Destination(
                site.template().remote() == Template.Remote.LOOPBACK
                    ? "127.0.0.1"
                    : localAddress(host, namespace),
                site.remotes().get(0),
                site.template().endpoint().port(),
                draft.ports(at)));
      }
    }
    busiest.sort(BUSIEST);
    return busiest.size() <= MAX_PEERS ? busiest : busiest.subList(0, MAX_PEERS);
  }

  private static String localAddress(SimulatedHost host, int namespace) {
    return namespace == 0 ? host.address() : "172.17.0." + (1 + namespace);
  }
}
