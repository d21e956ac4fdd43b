package dev.socketfleet.deploy.simulate.incident;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.fleet.Noise;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Chooses hosts, endpoints and what else a {@link Request} leaves open. */
final class Resolver {

  private final SimulatedFleet fleet;

  Resolver(SimulatedFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * The incidents of a request: one for the fleet, or one for each host.
   *
   * @param number of the request in its simulation
   * @throws UnfitException when no host or endpoint fits
   */
  List<Incident> resolve(int number, Request request) throws UnfitException {
    long key = Noise.mix(fleet.settings().seed() + 77, number);
    List<SimulatedHost> hosts = hosts(request, key);
    boolean whole = request.kind().scope() == IncidentKind.Scope.FLEET;
    List<Incident> incidents = new ArrayList<>();
    List<Place> together = new ArrayList<>();
    for (SimulatedHost host : hosts) {
      List<Place> places = places(request, host);
      together.addAll(places);
      if (!whole && !places.isEmpty()) {
        String id = hosts.size() == 1 ? "" + number : number + "/" + host.id();
        incidents.add(incident(id, request, places, Noise.mix(key, host.number())));
      }
    }
    if (together.isEmpty()) {
      throw new UnfitException("none of the hosts has an endpoint that fits");
    }
    return whole ? List.of(incident("" + number, request, together, key)) : incidents;
  }

  /** What was asked for fits to nothing in the fleet. */
  static final class UnfitException extends Exception {

    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
      super(message);
    }
  }

  private List<SimulatedHost> hosts(Request request, long key) throws UnfitException {
    List<SimulatedHost> matching =
        fleet.hosts().stream()
            .filter(host -> request.hosts().map(glob -> glob.matches(host.id())).orElse(true))
            .filter(host -> !hasEndpoint(request) || !candidates(request, host).isEmpty())
            .sorted(
                Comparator.comparingDouble(host -> Noise.uniform(Noise.mix(key, host.number()))))
            .toList();
    if (matching.isEmpty()) {
      throw new UnfitException("no host matches and has an endpoint that fits");
    }
    double share = request.share().orElse(request.hosts().isPresent() ? 1 : 0);
    return matching.subList(0, Math.max(1, (int) Math.round(share * matching.size())));
  }

  private static boolean hasEndpoint(Request request) {
    return request.kind().scope() == IncidentKind.Scope.ENDPOINT
        || request.kind() == IncidentKind.DISTRIBUTED_FLOOD;
  }

  private List<Integer> candidates(Request request, SimulatedHost host) {
    return Endpoints.of(fleet, host, request);
  }

  private List<Place> places(Request request, SimulatedHost host) {
    if (!hasEndpoint(request)) {
      return List.of(Place.of(host));
    }
    int at = candidates(request, host).get(0);
    return switch (request.kind()) {
      case SYN_FLOOD, DISTRIBUTED_FLOOD -> one(host, at, SocketState.SYN_RECEIVED);
      case UPSTREAM_DOWN ->
          List.of(Place.of(host, at, SocketState.SYN_SENT).from(host.mainRemote(at)));
      case PORT_EXHAUSTION ->
          List.of(Place.of(host, at, SocketState.TIME_WAIT).from(host.mainRemote(at)));
      case LOST_FINS -> one(host, at, request.state().orElse(SocketState.FIN_WAIT_1));
      case PEER_LEAK -> bothSides(host, at);
      case STUCK_ACCEPT, LISTENER_GONE -> one(host, at, SocketState.LISTEN);
      case CLOSE_WAIT_LEAK, CLOSE_WAIT_BURST -> one(host, at, SocketState.CLOSE_WAIT);
      case SILENT_HOST, CLOCK_SKEW, INCOMPLETE_SNAPSHOTS, TWO_COLLECTORS, FLEET_SILENCE ->
          List.of(Place.of(host));
    };
  }

  private static List<Place> one(SimulatedHost host, int at, SocketState state) {
    return List.of(Place.of(host, at, state));
  }

  private List<Place> bothSides(SimulatedHost host, int at) {
    Place here = Place.of(host, at, SocketState.FIN_WAIT_2).from(host.mainRemote(at));
    Optional<Place> there = Endpoints.otherSide(fleet, host, at);
    return there.isEmpty() ? List.of(here) : List.of(here, there.get().from(host.address()));
  }

  private Incident incident(String id, Request request, List<Place> places, long key) {
    OptionalInt cookies = request.syncookies();
    if (request.kind() == IncidentKind.SYN_FLOOD && cookies.isEmpty()) {
      cookies = OptionalInt.of((int) places.get(0).host().limits().syncookies());
    }
    return new Incident(
        id,
        request.kind(),
        fleet.settings().start().plus(request.start()),
        request.length(),
        request.strength().orElse(request.kind().usual()),
        cookies,
        places,
        key);
  }
}
