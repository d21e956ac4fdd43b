package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.AlertSubject;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.SocketState;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule found when it compared hosts.
 *
 * @param begins whether it is enough to raise an alert
 * @param goesOn whether it is enough to keep one that fires
 * @param value what was judged, and what it had to reach
 * @param hosts all that have it
 * @param leaking host that does not close its connections; empty when it is no leak
 * @param sentence the finding in words, without the place
 */
record Spread(
    Key key,
    boolean begins,
    boolean goesOn,
    double value,
    double threshold,
    Set<String> hosts,
    String leaking,
    String sentence,
    Evidence evidence) {

  /**
   * What it is about.
   *
   * @param endpoint absent when it is about the hosts themselves
   * @param peer remote address; empty for all
   */
  record Key(Optional<Endpoint> endpoint, Optional<SocketState> state, String peer) {

    AlertSubject subject(FleetScope scope) {
      return new AlertSubject(
          scope.text(),
          Optional.empty(),
          Optional.empty(),
          endpoint,
          state,
          peer.isEmpty() ? Optional.empty() : Optional.of(peer));
    }
  }
}
