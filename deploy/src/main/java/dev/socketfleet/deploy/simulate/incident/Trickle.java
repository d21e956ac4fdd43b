package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.SYN_RECEIVED;

import dev.socketfleet.deploy.simulate.fleet.Draft;
import dev.socketfleet.deploy.simulate.fleet.Noise;

/** A flood that each host has only a little of: its half-open connections are far below any cap. */
final class Trickle extends Course {

  private final int endpoint;
  private final double held;

  Trickle(Incident incident, Place place) {
    super(incident);
    this.endpoint = place.endpoint();
    long key = Noise.mix(incident.key(), place.host().number());
    this.held = incident.strength() * Noise.between(key, 0.7, 1.3);
  }

  @Override
  public void apply(Draft draft) {
    if (since(draft.atMs()) < 0) {
      return;
    }
    double rising = Math.min(1, lasted(draft.atMs()) / Flood.HALF_OPEN_SECONDS);
    long more = Math.round(held * rising * running(after(draft.atMs()), Flood.HALF_OPEN_SECONDS));
    if (more > 0) {
      draft.add(endpoint, SYN_RECEIVED, more);
      draft.aged(endpoint, SYN_RECEIVED, 40_000);
      draft.scatter(endpoint);
    }
  }
}
