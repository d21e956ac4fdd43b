package dev.socketfleet.deploy.simulate.incident;

import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which endpoints of a host a kind of incident can happen to. */
final class Endpoints {

  private static final String LOOPBACK = "127.0.0.1";

  private Endpoints() {}

  /** Indices in the host, ascending. */
  static List<Integer> of(SimulatedFleet fleet, SimulatedHost host, Request request) {
    List<Integer> fitting = new ArrayList<>();
    for (int at = 0; at < host.endpoints(); at++) {
      Role role = host.endpoint(at).role();
      int port = host.endpoint(at).port();
      String netns = host.netns(at);
      boolean wanted =
          (request.port().isEmpty() || request.port().getAsInt() == port)
              && request.role().map(role::equals).orElse(true)
              && request.netns().map(netns::equals).orElse(true);
      if (wanted && suits(fleet, host, at, request.kind())) {
        fitting.add(at);
      }
    }
    return fitting;
  }

  private static boolean suits(
      SimulatedFleet fleet, SimulatedHost host, int at, IncidentKind kind) {
    boolean server = host.endpoint(at).role() == Role.SERVER;
    return switch (kind) {
      case CLOSE_WAIT_LEAK, CLOSE_WAIT_BURST, LOST_FINS -> true;
      case SYN_FLOOD, STUCK_ACCEPT, LISTENER_GONE, DISTRIBUTED_FLOOD -> server;
      case UPSTREAM_DOWN, PORT_EXHAUSTION ->
          !server && !host.mainRemote(at).equals(LOOPBACK) && isFirst(host, at);
      case PEER_LEAK -> !server && isFirst(host, at) && otherSide(fleet, host, at).isPresent();
      case SILENT_HOST, CLOCK_SKEW, INCOMPLETE_SNAPSHOTS, TWO_COLLECTORS, FLEET_SILENCE -> false;
    };
  }

  /** Of several owners' sockets at one endpoint, only the first. */
  private static boolean isFirst(SimulatedHost host, int at) {
    for (int before = 0; before < at; before++) {
      if (host.endpoint(before).equals(host.endpoint(at))
          && host.netns(before).equals(host.netns(at))) {
        return false;
      }
    }
    return true;
  }

  /** The server in the fleet that a client's endpoint is connected to. */
  static Optional<Place> otherSide(SimulatedFleet fleet, SimulatedHost host, int at) {
    return fleet
        .at(host.mainRemote(at))
        .flatMap(
            other -> {
              for (int i = 0; i < other.endpoints(); i++) {
                if (other.endpoint(i).role() == Role.SERVER
                    && other.endpoint(i).port() == host.endpoint(at).port()
                    && other.netns(i).equals("host")) {
                  return Optional.of(Place.of(other, i, SocketState.CLOSE_WAIT));
                }
              }
              return Optional.empty();
            });
  }
}
