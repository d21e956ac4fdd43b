package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Evidence.HostCount;
import dev.socketfleet.common.model.OwnerProcess;
import dev.socketfleet.common.model.PeerCount;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Condition;
import dev.socketfleet.common.model.rule.Selector;
import dev.socketfleet.streams.alert.HalfClosed;
import dev.socketfleet.streams.alert.Standing;
import dev.socketfleet.streams.fleet.HostTrouble.Trouble;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Proves which side of connections does not close them: clients on some hosts wait in FIN_WAIT_2
 * for the FIN of an address and port, and a server on another host has the other ends in CLOSE_WAIT
 * (RFC 9293 section 3.6).
 *
 * <p>Whose an address is nobody tells, so it is found out: it is the server's that names the
 * clients' own addresses as its peers. An address that two servers could have proves nothing.
 */
final class LeakJudge {

  private static final int MAX_PEERS = 5;

  private LeakJudge() {}

  private record Address(String remote, int port) {}

  /**
   * A client with sockets in FIN_WAIT_2.
   *
   * @param complains whether an alert of its own about them is on its way
   */
  private record Waiting(String host, HalfClosed sockets, boolean complains) {}

  /** A server port with sockets in CLOSE_WAIT. */
  private record Server(String host, Trouble trouble) {}

  /**
   * All that is proven, and what was proven before and whose server goes on.
   *
   * @param known leaking host by what it is about
   */
  static List<Spread> judge(
      Condition.PeerLeak rule,
      Selector select,
      Collection<HostTrouble> troubled,
      Map<Spread.Key, String> known) {
    Map<Integer, Map<String, Server>> servers = servers(rule, select, troubled);
    Map<Address, List<Waiting>> waiting = waiting(servers, troubled);
    Map<Spread.Key, Spread> found = new HashMap<>();
    waiting.forEach(
        (address, clients) -> {
          Spread.Key key = key(address);
          Map<String, Server> candidates = servers.getOrDefault(address.port(), Map.of());
          Server server = candidates.get(known.getOrDefault(key, ""));
          server = server == null ? only(candidates.values(), clients) : server;
          if (server != null) {
            found.put(key, spread(rule, key, server, clients));
          }
        });
    known.forEach(
        (key, host) -> {
          int port = key.endpoint().map(Endpoint::port).orElse(0);
          Server server = servers.getOrDefault(port, Map.of()).get(host);
          if (server != null && !found.containsKey(key)) {
            found.put(key, spread(rule, key, server, List.of()));
          }
        });
    return List.copyOf(found.values());
  }

  private static Spread.Key key(Address address) {
    return new Spread.Key(
        Optional.of(new Endpoint(Role.SERVER, address.port())),
        Optional.of(SocketState.CLOSE_WAIT),
        address.remote());
  }

  private static Map<Integer, Map<String, Server>> servers(
      Condition.PeerLeak rule, Selector select, Collection<HostTrouble> troubled) {
    Map<Integer, Map<String, Server>> servers = new HashMap<>();
    for (HostTrouble host : troubled) {
      for (Trouble trouble : host.troubles()) {
        Endpoint endpoint = trouble.endpoint().orElse(null);
        if (endpoint != null
            && endpoint.role() == Role.SERVER
            && trouble.state().equals(Optional.of(SocketState.CLOSE_WAIT))
            && trouble.isOfAny(rule.rules())
            && (select.ports().isEmpty()
                || select.ports().stream().anyMatch(it -> it.contains(endpoint.port())))) {
          servers
              .computeIfAbsent(endpoint.port(), any -> new TreeMap<>())
              .putIfAbsent(host.host(), new Server(host.host(), trouble));
        }
      }
    }
    return servers;
  }

  private static Map<Address, List<Waiting>> waiting(
      Map<Integer, Map<String, Server>> servers, Collection<HostTrouble> troubled) {
    Map<Address, List<Waiting>> waiting = new HashMap<>();
    for (HostTrouble host : troubled) {
      for (HalfClosed sockets : host.halfClosed()) {
        Map<String, Server> ofPort = servers.getOrDefault(sockets.port(), Map.of());
        if (!ofPort.isEmpty()
            && !isLoopback(sockets.remote())
            && !isWithinHost(ofPort.get(host.host()), sockets)) {
          waiting
              .computeIfAbsent(
                  new Address(sockets.remote(), sockets.port()), any -> new ArrayList<>())
              .add(new Waiting(host.host(), sockets, complains(host, sockets.port())));
        }
      }
    }
    return waiting;
  }

  private static boolean complains(HostTrouble host, int port) {
    Optional<Endpoint> endpoint = Optional.of(new Endpoint(Role.CLIENT, port));
    return host.troubles().stream()
        .anyMatch(it -> it.endpoint().equals(endpoint) && it.phase() != Standing.Phase.FIRING);
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("::1");
  }

  /** Networks between the containers of a host use the same addresses on every host. */
  private static boolean isWithinHost(@Nullable Server own, HalfClosed sockets) {
    return own != null
        && own.trouble().peers().stream().anyMatch(it -> it.address().equals(sockets.local()));
  }

  /** The server that has these clients as peers, when it is the only one with most of them. */
  private static @Nullable Server only(Collection<Server> candidates, List<Waiting> clients) {
    Server best = null;
    long most = 0;
    boolean tie = false;
    for (Server server : candidates) {
      long common = common(server, clients);
      tie = (common == most && common > 0) || (common <= most && tie);
      if (common > most) {
        best = server;
        most = common;
        tie = false;
      }
    }
    return tie ? null : best;
  }

  /** Connections that both sides tell of, at most. */
  private static long common(Server server, List<Waiting> clients) {
    long common = 0;
    for (Waiting client : clients) {
      if (!client.host().equals(server.host())) {
        for (PeerCount peer : server.trouble().peers()) {
          if (peer.address().equals(client.sockets().local())) {
            common += Math.min(peer.count(), client.sockets().count());
          }
        }
      }
    }
    return common;
  }

  private static Spread spread(
      Condition.PeerLeak rule, Spread.Key key, Server server, List<Waiting> clients) {
    Map<String, Long> waiting = new TreeMap<>();
    for (Waiting client : clients) {
      if (!client.host().equals(server.host())) {
        waiting.merge(client.host(), client.sockets().count(), Long::sum);
      }
    }
    long sockets = waiting.values().stream().mapToLong(Long::longValue).sum();
    List<HostCount> suffering =
        waiting.entrySet().stream()
            .map(it -> new HostCount(it.getKey(), it.getValue()))
            .sorted(
                Comparator.comparingLong(HostCount::count)
                    .reversed()
                    .thenComparing(HostCount::host))
            .toList();
    Trouble trouble = server.trouble();
    List<HostCount> named = new ArrayList<>();
    named.add(new HostCount(server.host(), trouble.value()));
    suffering.stream().limit(Evidence.MAX_HOSTS - 1).forEach(named::add);
    TreeSet<String> hosts = new TreeSet<>(waiting.keySet());
    hosts.add(server.host());
    return new Spread(
        key,
        sockets >= rule.minimum() && isNews(trouble, clients),
        true,
        trouble.value(),
        rule.minimum(),
        hosts,
        server.host(),
        sentence(key, server, sockets, suffering),
        new Evidence(
            trouble.owner().stream().toList(),
            trouble.peers().stream().limit(MAX_PEERS).toList(),
            Optional.empty(),
            Map.of(),
            List.of(),
            named));
  }

  /** When the server's alert was told, the proof is one more page unless it spares the clients'. */
  private static boolean isNews(Trouble server, List<Waiting> clients) {
    return server.phase() != Standing.Phase.FIRING || clients.stream().anyMatch(Waiting::complains);
  }

  private static String sentence(
      Spread.Key key, Server server, long sockets, List<HostCount> suffering) {
    String owner = server.trouble().owner().map(it -> ", " + named(it) + ",").orElse("");
    String there =
        suffering.isEmpty()
            ? "nobody waits for them any more"
            : "%d wait in fin_wait_2 on %d hosts: %s"
                .formatted(sockets, suffering.size(), SpreadJudge.named(suffering));
    return "%s%s does not close its connections (%s): %d in close_wait there, %s"
        .formatted(server.host(), owner, Quoted.of(key.peer()), server.trouble().value(), there);
  }

  private static String named(Evidence.OwnerCount owner) {
    String name = owner.owner().toString();
    return owner.process().map(it -> name + " (" + named(it) + ")").orElse(name);
  }

  private static String named(OwnerProcess process) {
    return process.name().isEmpty()
        ? "pid " + process.pid()
        : Quoted.of(process.name()) + ", pid " + process.pid();
  }
}
