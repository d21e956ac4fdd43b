package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.TIME_WAIT;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.fleet.Counter;
import dev.socketfleet.deploy.simulate.fleet.Draft;

/** A service is gone with its listener and all connections; the kernel keeps TIME_WAIT for 60 s. */
final class ListenerGone extends Course {

  private static final double TIME_WAIT_SECONDS = 60;
  private static final double RETURN_SECONDS = 25;

  private final int endpoint;

  ListenerGone(Incident incident, int endpoint) {
    super(incident);
    this.endpoint = endpoint;
  }

  @Override
  public void apply(Draft draft) {
    double seconds = lasted(draft.atMs());
    if (since(draft.atMs()) < 0) {
      return;
    }
    draft.rise(endpoint, Counter.OUT_RSTS, draft.host().connects(endpoint) * seconds);
    if (!isOn(draft.atMs())) {
      double back = 1 - fading(after(draft.atMs()), RETURN_SECONDS);
      draft.scale(endpoint, ESTABLISHED, back);
      draft.scale(endpoint, TIME_WAIT, back);
      return;
    }
    long ending = draft.count(endpoint, TIME_WAIT);
    for (SocketState state : SocketState.values()) {
      draft.set(endpoint, state, 0);
    }
    draft.queue(endpoint, 0, 0);
    draft.set(endpoint, TIME_WAIT, Math.round(ending * running(seconds, TIME_WAIT_SECONDS)));
  }
}
