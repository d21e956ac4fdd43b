package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;

import dev.socketfleet.deploy.simulate.fleet.Draft;

/** Many peers close at once and the program needs a while to notice: it clears by itself. */
final class Burst extends Course {

  private static final double RAMP_SECONDS = 2;
  private static final double CLEARING_SECONDS = 4;

  private final int endpoint;
  private final double most;

  Burst(Incident incident, int endpoint) {
    super(incident);
    this.endpoint = endpoint;
    this.most = incident.strength();
  }

  @Override
  public void apply(Draft draft) {
    double seconds = since(draft.atMs());
    if (seconds < 0) {
      return;
    }
    double rising = Math.min(1, seconds / RAMP_SECONDS);
    long more = Math.round(most * rising * fading(after(draft.atMs()), CLEARING_SECONDS));
    if (more > 0) {
      draft.add(endpoint, CLOSE_WAIT, more);
      draft.aged(endpoint, CLOSE_WAIT, Math.max(1, (long) (1_000 * seconds)));
    }
  }
}
