package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.LISTEN;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.fleet.Draft;

/**
 * Sockets that somebody forgets: they pile up at a rate until the program is restarted, which takes
 * them all at once.
 */
final class Leak extends Course {

  /** A program has no more file descriptors than that. */
  private static final double MOST = 60_000;

  private static final double RESTART_SECONDS = 4;

  private final int endpoint;
  private final SocketState state;
  private final String peer;
  private final boolean restarts;
  private final double rate;

  /**
   * A leak at one endpoint.
   *
   * @param peer on the other end of all of them; empty for many
   * @param restarts whether this host's program is the one that is restarted
   */
  Leak(Incident incident, int endpoint, SocketState state, String peer, boolean restarts) {
    super(incident);
    this.endpoint = endpoint;
    this.state = state;
    this.peer = peer;
    this.restarts = restarts;
    this.rate = incident.strength();
  }

  @Override
  public void apply(Draft draft) {
    double seconds = since(draft.atMs());
    if (isOn(draft.atMs())) {
      long leaked = (long) Math.min(MOST, rate * (seconds + 2 * Math.sin(seconds / 9)));
      if (leaked > 0) {
        draft.add(endpoint, state, leaked);
        draft.aged(endpoint, state, (long) (1_000 * Math.max(0.001, seconds - 1 / rate)));
        if (!peer.isEmpty()) {
          draft.towards(endpoint, state, peer);
        }
      }
    } else if (restarts && seconds > 0 && after(draft.atMs()) < RESTART_SECONDS) {
      draft.set(endpoint, LISTEN, 0);
      draft.scale(endpoint, ESTABLISHED, 0);
    }
  }
}
