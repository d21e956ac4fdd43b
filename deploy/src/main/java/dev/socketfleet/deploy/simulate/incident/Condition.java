package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_2;
import static dev.socketfleet.common.model.SocketState.LISTEN;
import static dev.socketfleet.common.model.SocketState.SYN_RECEIVED;
import static dev.socketfleet.common.model.SocketState.SYN_SENT;

import dev.socketfleet.common.model.KernelLimits;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.fleet.Counter;
import dev.socketfleet.deploy.simulate.fleet.Draft;

/**
 * When an endpoint is in trouble by the default conditions, judged on what a simulation counted and
 * on what it would have counted without the incident, without the rule engine. Takes snapshots in
 * their order.
 */
abstract class Condition {

  private static final long TEN_SECONDS = 10_000;
  private static final long THIRTY_SECONDS = 30_000;
  private static final long MINUTE = 60_000;
  private static final int GROWING_WINDOWS = 5;

  /** So far above what is usual, in roots of it, no noise reaches. */
  private static final double SPIKE_ROOTS = 6;

  private final String words;
  final long slackMs;

  Condition(String words, long slackMs) {
    this.words = words;
    this.slackMs = slackMs;
  }

  /** The condition in words. */
  String words() {
    return words;
  }

  /** Takes a snapshot in and what it would have been without the incident; true when it holds. */
  abstract boolean see(Draft seen, Draft usual);

  /** The condition of an incident that shows at an endpoint. */
  static Condition of(Incident incident, Place place, long intervalMs) {
    long slackMs = intervalMs / 10;
    int at = place.endpoint();
    SocketState state = place.state().orElse(SocketState.UNKNOWN);
    return switch (incident.kind()) {
      case CLOSE_WAIT_LEAK, CLOSE_WAIT_BURST -> closeWait(at, slackMs);
      case PEER_LEAK -> state == CLOSE_WAIT ? closeWait(at, slackMs) : finWait2(at, slackMs);
      case SYN_FLOOD -> flood(at, slackMs);
      case STUCK_ACCEPT -> stuck(at, slackMs);
      case UPSTREAM_DOWN ->
          counted("syn_sent >= 20 to one remote for 1m", at, SYN_SENT, 20, MINUTE, slackMs);
      case PORT_EXHAUSTION -> exhaustion(at, slackMs);
      case LOST_FINS -> teardown(at, state, slackMs);
      case LISTENER_GONE -> gone(at, slackMs);
      case SILENT_HOST,
          CLOCK_SKEW,
          INCOMPLETE_SNAPSHOTS,
          TWO_COLLECTORS,
          DISTRIBUTED_FLOOD,
          FLEET_SILENCE ->
          throw new IllegalArgumentException(incident.kind() + " is not about an endpoint");
    };
  }

  private static boolean isSpike(Draft seen, Draft usual, int at, SocketState state, long least) {
    double before = usual.count(at, state);
    return seen.count(at, state)
        >= Math.max((double) least, before + SPIKE_ROOTS * Math.sqrt(before));
  }

  private static Condition counted(
      String words, int at, SocketState state, long least, long forMs, long slack) {
    return new Condition(words, slack) {
      private final Sustained high = new Sustained(forMs, slack);

      @Override
      boolean see(Draft seen, Draft usual) {
        return high.see(seen.atMs(), seen.count(at, state) >= least);
      }
    };
  }

  private static Condition closeWait(int at, long slack) {
    return new Condition(
        "close_wait >= 100 for 10s, or >= 20 with the oldest > 10m, or growing above 20 over 5 windows, or a spike >= 50 for 30s",
        slack) {
      private final Sustained high = new Sustained(TEN_SECONDS, slack);
      private final Sustained spike = new Sustained(THIRTY_SECONDS, slack);
      private final Windows windows = new Windows();

      @Override
      boolean see(Draft seen, Draft usual) {
        long count = seen.count(at, CLOSE_WAIT);
        windows.see(seen.atMs(), count);
        boolean isHigh = high.see(seen.atMs(), count >= 100);
        boolean spiked = spike.see(seen.atMs(), isSpike(seen, usual, at, CLOSE_WAIT, 50));
        boolean old = count >= 20 && seen.age(at, CLOSE_WAIT) > 600_000;
        return isHigh || spiked || old || (count > 20 && windows.grows(GROWING_WINDOWS, 20));
      }
    };
  }

  private static Condition finWait2(int at, long slack) {
    return new Condition("fin_wait_2 growing above 50 over 5 windows", slack) {
      private final Windows windows = new Windows();

      @Override
      boolean see(Draft seen, Draft usual) {
        long count = seen.count(at, FIN_WAIT_2);
        windows.see(seen.atMs(), count);
        return count > 50 && windows.grows(GROWING_WINDOWS, 50);
      }
    };
  }

  private static Condition teardown(int at, SocketState state, long slack) {
    return new Condition(
        state.wireName() + " >= 50 and growing over 5 windows, or a spike >= 50 for 5m", slack) {
      private final Sustained spike = new Sustained(5 * MINUTE, slack);
      private final Windows windows = new Windows();

      @Override
      boolean see(Draft seen, Draft usual) {
        long count = seen.count(at, state);
        windows.see(seen.atMs(), count);
        boolean spiked = spike.see(seen.atMs(), isSpike(seen, usual, at, state, 50));
        return spiked || (count >= 50 && windows.grows(GROWING_WINDOWS, 50));
      }
    };
  }

  private static Condition flood(int at, long slack) {
    return new Condition(
        "syn_received >= 0.9 of its cap for 10s, or a spike >= 100 for 10s, or cookies or drops that are no overflows in 2 windows",
        slack) {
      private final Sustained high = new Sustained(TEN_SECONDS, slack);
      private final Sustained spike = new Sustained(TEN_SECONDS, slack);
      private final Windows cookies = new Windows();
      private final Windows drops = new Windows();

      @Override
      boolean see(Draft seen, Draft usual) {
        long count = seen.count(at, SYN_RECEIVED);
        cookies.see(seen.atMs(), seen.counterOf(at, Counter.SYNCOOKIES_SENT));
        drops.see(
            seen.atMs(),
            seen.counterOf(at, Counter.LISTEN_DROPS)
                - seen.counterOf(at, Counter.LISTEN_OVERFLOWS));
        boolean isHigh = high.see(seen.atMs(), count >= 0.9 * synCap(seen, at));
        boolean spiked = spike.see(seen.atMs(), isSpike(seen, usual, at, SYN_RECEIVED, 100));
        return isHigh || spiked || cookies.rose(2) || drops.rose(2);
      }
    };
  }

  private static double synCap(Draft seen, int at) {
    KernelLimits limits = seen.host().limits();
    long limit = seen.host().queueLimit(at);
    long cap = limits.syncookies() == 0 ? Math.min(limit, limits.synBacklog() * 3 / 4) : limit;
    return Math.max(1, cap);
  }

  private static Condition stuck(int at, long slack) {
    return new Condition(
        "fullest accept queue > 0.8 of its limit for 30s, or ListenOverflows rise", slack) {
      private final Sustained full = new Sustained(THIRTY_SECONDS, slack);
      private final Windows overflows = new Windows();

      @Override
      boolean see(Draft seen, Draft usual) {
        overflows.see(seen.atMs(), seen.counterOf(at, Counter.LISTEN_OVERFLOWS));
        boolean isFull = seen.fullestQueue(at) > 0.8 * seen.host().queueLimit(at);
        boolean isStuck = full.see(seen.atMs(), isFull);
        return isStuck || overflows.rose(1);
      }
    };
  }

  private static Condition exhaustion(int at, long slack) {
    return new Condition("ports towards one destination > 0.8 of the range", slack) {
      @Override
      boolean see(Draft seen, Draft usual) {
        KernelLimits limits = seen.host().limits();
        long range = limits.ephemeralTo() - limits.ephemeralFrom() + 1;
        return seen.ports(at) > 0.8 * range;
      }
    };
  }

  private static Condition gone(int at, long slack) {
    return new Condition("no listener for 30s while the host reports", slack) {
      private final Sustained away = new Sustained(THIRTY_SECONDS, slack);

      @Override
      boolean see(Draft seen, Draft usual) {
        return away.see(seen.atMs(), seen.count(at, LISTEN) == 0);
      }
    };
  }
}
