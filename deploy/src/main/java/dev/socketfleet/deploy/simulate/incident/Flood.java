package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.SYN_RECEIVED;

import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.deploy.simulate.fleet.Counter;
import dev.socketfleet.deploy.simulate.fleet.Draft;

/**
 * SYNs of senders that never answer, as Linux takes them (tcp_conn_request in
 * net/ipv4/tcp_input.c). Half-open connections pile up to what the listener takes and stay there:
 * beyond, Linux drops (tcp_syncookies 0) or answers with cookies (1, and from the first SYN on with
 * 2). Each lasts for 63 s, five retransmissions. The accept queue stays empty.
 */
final class Flood extends Course {

  /** 1 + 2 + 4 + 8 + 16 + 32: net.ipv4.tcp_synack_retries of 5. */
  static final double HALF_OPEN_SECONDS = 63;

  private static final double RETURN_SECONDS = 20;

  private final int endpoint;
  private final double rate;
  private final double cap;
  private final long cookies;

  /** Whether tcp_max_syn_backlog refuses before the listener's queue is full. */
  private final boolean refusedEarly;

  Flood(Incident incident, Place place) {
    super(incident);
    this.endpoint = place.endpoint();
    this.rate = incident.strength();
    KernelLimits limits = place.host().limits();
    this.cookies = incident.syncookies().orElse((int) limits.syncookies());
    long queue = Math.min(place.host().queueLimit(endpoint), limits.somaxconn());
    long share = limits.synBacklog() * 3 / 4;
    this.refusedEarly = cookies == 0 && share < queue;
    this.cap = (double) place.host().sockets(endpoint) * ((refusedEarly ? share : queue) + 1);
  }

  @Override
  public void apply(Draft draft) {
    if (since(draft.atMs()) < 0) {
      return;
    }
    double seconds = lasted(draft.atMs());
    double after = after(draft.atMs());
    halfOpen(draft, seconds, after);
    double beyond = beyond(seconds);
    if (cookies == 0) {
      draft.rise(endpoint, Counter.LISTEN_DROPS, beyond);
      draft.rise(endpoint, Counter.REQ_Q_FULL_DROP, refusedEarly ? 0 : beyond);
      refuseOthers(draft, seconds, after);
    } else {
      draft.rise(endpoint, Counter.SYNCOOKIES_SENT, beyond);
      draft.rise(endpoint, Counter.REQ_Q_FULL_DO_COOKIES, beyond);
      double answered = Math.min(beyond, draft.host().connects(endpoint) * seconds);
      draft.rise(endpoint, Counter.SYNCOOKIES_RECV, 0.9 * answered);
      draft.rise(endpoint, Counter.SYNCOOKIES_FAILED, 0.01 * answered);
    }
    if (after == 0) {
      draft.queue(endpoint, 0, 0);
    }
  }

  private void halfOpen(Draft draft, double seconds, double after) {
    if (cookies == 2) {
      if (after == 0) {
        draft.set(endpoint, SYN_RECEIVED, 0);
      }
      return;
    }
    double held = Math.min(cap, rate * Math.min(seconds, HALF_OPEN_SECONDS));
    long left = Math.round(held * running(after, HALF_OPEN_SECONDS));
    if (left > 0) {
      draft.set(
          endpoint, SYN_RECEIVED, Math.min((long) cap, draft.count(endpoint, SYN_RECEIVED) + left));
      double age = Math.min(HALF_OPEN_SECONDS, seconds + after);
      draft.aged(endpoint, SYN_RECEIVED, Math.max(1, (long) (1_000 * age)));
      draft.scatter(endpoint);
    }
  }

  /** SYNs that found no place: each second as many find one as expire. */
  private double beyond(double seconds) {
    if (cookies == 2) {
      return rate * seconds;
    }
    if (!isFilled()) {
      return 0;
    }
    double expiring = cap / HALF_OPEN_SECONDS;
    double filledAfter = cap / rate;
    return Math.max(0, (rate - expiring) * (seconds - filledAfter));
  }

  private boolean isFilled() {
    return rate * HALF_OPEN_SECONDS > cap;
  }

  /** Nobody else gets in either: what is there ends, and comes back afterwards. */
  private void refuseOthers(Draft draft, double seconds, double after) {
    if (refusedEarly || !isFilled()) {
      return;
    }
    double full = Math.max(0, seconds - cap / rate);
    double lost = 0.9 * (1 - fading(full, 60)) * fading(after, RETURN_SECONDS);
    draft.scale(endpoint, ESTABLISHED, 1 - lost);
  }
}
