package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_2;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.fleet.Disturbance;
import dev.socketfleet.deploy.simulate.fleet.Noise;

/** What an incident does at one of its places. */
final class Effects {

  private Effects() {}

  static Disturbance of(Incident incident, Place place) {
    int at = place.endpoint();
    return switch (incident.kind()) {
      case CLOSE_WAIT_LEAK -> new Leak(incident, at, CLOSE_WAIT, "", true);
      case CLOSE_WAIT_BURST -> new Burst(incident, at);
      case SYN_FLOOD -> new Flood(incident, place);
      case STUCK_ACCEPT -> new StuckAccept(incident, place);
      case UPSTREAM_DOWN -> new UpstreamDown(incident, place);
      case PORT_EXHAUSTION -> new PortExhaustion(incident, place);
      case PEER_LEAK -> {
        SocketState state = place.state().orElse(FIN_WAIT_2);
        yield new Leak(incident, at, state, place.peer().orElse(""), state == CLOSE_WAIT);
      }
      case LOST_FINS -> new LostFins(incident, place);
      case LISTENER_GONE -> new ListenerGone(incident, at);
      case SILENT_HOST -> new Away(incident, 0);
      case FLEET_SILENCE ->
          new Away(incident, Noise.pick(Noise.mix(incident.key(), place.host().number()), 4_000));
      case CLOCK_SKEW -> new ClockSkew(incident);
      case INCOMPLETE_SNAPSHOTS -> new Incomplete(incident);
      case TWO_COLLECTORS -> new TwoCollectors(incident);
      case DISTRIBUTED_FLOOD -> new Trickle(incident, place);
    };
  }
}
