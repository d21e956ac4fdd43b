package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.FIN_WAIT_1;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.fleet.Counter;
import dev.socketfleet.deploy.simulate.fleet.Draft;

/**
 * FINs, or the answers to them, get lost: sockets that want to end stay until the kernel gives up
 * after a quarter of an hour (net.ipv4.tcp_retries2 of 15).
 */
final class LostFins extends Course {

  private static final double GIVEN_UP_SECONDS = 924;
  private static final double RECOVERY_SECONDS = 12;

  private final int endpoint;
  private final SocketState state;
  private final double rate;

  LostFins(Incident incident, Place place) {
    super(incident);
    this.endpoint = place.endpoint();
    this.state = place.state().orElse(FIN_WAIT_1);
    this.rate = incident.strength();
  }

  @Override
  public void apply(Draft draft) {
    if (since(draft.atMs()) < 0) {
      return;
    }
    double seconds = lasted(draft.atMs());
    double held = rate * Math.min(seconds, GIVEN_UP_SECONDS);
    long left = (long) (held * fading(after(draft.atMs()), RECOVERY_SECONDS));
    draft.rise(endpoint, Counter.RETRANS_SEGS, 3 * rate * seconds);
    if (left > 0) {
      draft.add(endpoint, state, left);
      draft.aged(endpoint, state, Math.max(1, (long) (1_000 * Math.min(seconds, 924))));
    }
  }
}
