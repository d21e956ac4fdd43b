package dev.socketfleet.deploy.simulate.incident;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import java.util.Optional;

/**
 * Where an incident shows.
 *
 * @param endpoint index in the host; -1 when it is about the host as a whole
 * @param state that it shows in, where it is one
 * @param peer on the other end, where it is one
 */
public record Place(
    SimulatedHost host, int endpoint, Optional<SocketState> state, Optional<String> peer) {

  static Place of(SimulatedHost host) {
    return new Place(host, -1, Optional.empty(), Optional.empty());
  }

  static Place of(SimulatedHost host, int endpoint, SocketState state) {
    return new Place(host, endpoint, Optional.of(state), Optional.empty());
  }

  Place from(String address) {
    return new Place(host, endpoint, state, Optional.of(address));
  }
}
