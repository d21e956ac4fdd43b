package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.TIME_WAIT;

import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.deploy.simulate.fleet.Draft;
import dev.socketfleet.deploy.simulate.fleet.Noise;

/**
 * A client opens a connection for each request: each leaves a TIME_WAIT for 60 s, and all of them
 * take ports towards one destination. No kernel counter moves.
 */
final class PortExhaustion extends Course {

  private static final double TIME_WAIT_SECONDS = 60;

  private final int endpoint;
  private final String remote;
  private final double ports;
  private final long key;

  PortExhaustion(Incident incident, Place place) {
    super(incident);
    this.endpoint = place.endpoint();
    this.remote = place.host().mainRemote(endpoint);
    this.key = incident.key();
    KernelLimits limits = place.host().limits();
    this.ports = incident.strength() * (limits.ephemeralTo() - limits.ephemeralFrom() + 1);
  }

  @Override
  public void apply(Draft draft) {
    if (since(draft.atMs()) < 0) {
      return;
    }
    double rising = Math.min(1, lasted(draft.atMs()) / TIME_WAIT_SECONDS);
    double wave = 1 - 0.01 * Noise.uniform(key ^ draft.atMs());
    long taken =
        Math.round(ports * wave * rising * running(after(draft.atMs()), TIME_WAIT_SECONDS));
    if (taken > 0) {
      draft.set(endpoint, TIME_WAIT, Math.max(draft.count(endpoint, TIME_WAIT), taken));
      draft.towards(endpoint, TIME_WAIT, remote);
      draft.use(endpoint, taken);
    }
  }
}
