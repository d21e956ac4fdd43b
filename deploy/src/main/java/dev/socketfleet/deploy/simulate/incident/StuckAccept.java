package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.SYN_RECEIVED;

import dev.socketfleet.deploy.simulate.fleet.Counter;
import dev.socketfleet.deploy.simulate.fleet.Draft;
import dev.socketfleet.deploy.simulate.fleet.Noise;

/**
 * A program stops to accept. Connections wait in the queue of one of its sockets, one more than its
 * limit; then new ones overflow, the last ACKs of others are dropped so that they stay
 * SYN_RECEIVED, and clients that waited for too long close. When it goes on the queue is empty
 * within seconds.
 */
final class StuckAccept extends Course {

  private static final double PATIENCE_SECONDS = 90;
  private static final double MOST_HALF_OPEN = 60;

  private final int endpoint;
  private final double full;
  private final double arriving;
  private final boolean overflows;

  StuckAccept(Incident incident, Place place) {
    super(incident);
    this.endpoint = place.endpoint();
    long limit = place.host().queueLimit(endpoint);
    this.overflows = incident.strength() >= 1;
    this.full = overflows ? (double) (limit + 1) : Math.rint(incident.strength() * limit);
    this.arriving = full / Noise.between(incident.key(), 5, 60);
  }

  @Override
  public void apply(Draft draft) {
    if (since(draft.atMs()) < 0) {
      return;
    }
    double seconds = lasted(draft.atMs());
    double after = after(draft.atMs());
    double filledAfter = full / arriving;
    double overfull = overflows ? Math.max(0, seconds - filledAfter) : 0;
    draft.rise(endpoint, Counter.LISTEN_OVERFLOWS, 1.5 * arriving * overfull);
    draft.rise(endpoint, Counter.LISTEN_DROPS, 1.5 * arriving * overfull);
    if (after > 0) {
      return;
    }
    long waiting = (long) Math.min(full, arriving * seconds);
    draft.queue(endpoint, waiting, waiting);
    long tired = (long) (0.7 * Math.min(full, arriving * Math.max(0, overfull - PATIENCE_SECONDS)));
    draft.add(endpoint, ESTABLISHED, waiting - tired);
    draft.add(endpoint, CLOSE_WAIT, tired);
    draft.aged(
        endpoint, CLOSE_WAIT, tired == 0 ? 0 : (long) (1_000 * (overfull - PATIENCE_SECONDS)));
    double halfOpen = Math.min(MOST_HALF_OPEN, full / 4) * (1 - fading(overfull, 20));
    draft.add(endpoint, SYN_RECEIVED, Math.round(halfOpen));
  }
}
