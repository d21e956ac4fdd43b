package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.SYN_SENT;
import static dev.socketfleet.common.model.SocketState.TIME_WAIT;

import dev.socketfleet.deploy.simulate.fleet.Counter;
import dev.socketfleet.deploy.simulate.fleet.Draft;
import dev.socketfleet.deploy.simulate.fleet.Noise;

/** One of the servers that a client calls answers no SYN: attempts hang until they time out. */
final class UpstreamDown extends Course {

  private static final double RAMP_SECONDS = 15;
  private static final double DYING_SECONDS = 40;
  private static final double RECOVERY_SECONDS = 5;

  private final int endpoint;
  private final String remote;
  private final double trying;
  private final long key;

  UpstreamDown(Incident incident, Place place) {
    super(incident);
    this.endpoint = place.endpoint();
    this.remote = place.peer().orElseThrow();
    this.trying = incident.strength();
    this.key = incident.key();
  }

  @Override
  public void apply(Draft draft) {
    double seconds = lasted(draft.atMs());
    if (since(draft.atMs()) < 0) {
      return;
    }
    double after = after(draft.atMs());
    double level = trying * (1 - fading(seconds, RAMP_SECONDS)) * fading(after, RECOVERY_SECONDS);
    long more = (long) (level + 0.4 * Noise.count(Math.sqrt(level), key ^ draft.atMs()));
    draft.rise(endpoint, Counter.ATTEMPT_FAILS, trying * seconds / 60);
    if (more > 0) {
      draft.add(endpoint, SYN_SENT, more);
      draft.aged(endpoint, SYN_SENT, Math.max(1, (long) (1_000 * Math.min(60, seconds))));
      draft.towards(endpoint, SYN_SENT, remote);
    }
    double left = 1 - 0.6 * (1 - fading(seconds, DYING_SECONDS)) * fading(after, 10);
    draft.scale(endpoint, ESTABLISHED, left);
    draft.scale(endpoint, TIME_WAIT, left);
  }
}
