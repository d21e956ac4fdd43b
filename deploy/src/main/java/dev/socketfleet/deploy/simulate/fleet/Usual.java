package dev.socketfleet.deploy.simulate.fleet;

import static dev.socketfleet.common.model.SocketState.CLOSE_WAIT;
import static dev.socketfleet.common.model.SocketState.ESTABLISHED;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_1;
import static dev.socketfleet.common.model.SocketState.FIN_WAIT_2;
import static dev.socketfleet.common.model.SocketState.LAST_ACK;
import static dev.socketfleet.common.model.SocketState.LISTEN;
import static dev.socketfleet.common.model.SocketState.SYN_RECEIVED;
import static dev.socketfleet.common.model.SocketState.SYN_SENT;
import static dev.socketfleet.common.model.SocketState.TIME_WAIT;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost.Site;

/**
 * A host on a usual day: load that follows the day and the week, wanders and bursts; connections
 * that come, live and end; services that are replaced now and then.
 */
final class Usual {

  static final long DAY_MS = 86_400_000;

  private static final long HOUR_MS = 3_600_000;
  private static final long BURST_SLOT_MS = 300_000;
  private static final long STALL_SLOT_MS = 600_000;
  private static final double TIME_WAIT_SECONDS = 60;

  /** Of a connection that is replaced: how fast its successors come. */
  private static final double RETURN_MS = 30_000;

  private Usual() {}

  static void fill(Draft draft) {
    SimulatedHost host = draft.host();
    long atMs = draft.atMs();
    double daily = daily(host, atMs);
    double deployed = sinceDeploy(host, atMs);
    for (int i = 0; i < host.endpoints(); i++) {
      Site site = host.sites().get(i);
      double presence = site.template().deployed() ? deployed : 1;
      endpoint(draft, i, site, level(site, daily, atMs), presence);
    }
    for (int namespace = 0; namespace < host.namespaces().size(); namespace++) {
      counters(draft, namespace);
    }
  }

  /** Around 0.4 at night and 1 at the peak; weekends are quieter. */
  private static double daily(SimulatedHost host, long atMs) {
    long shiftMs = HOUR_MS * (host.number() / 20 % 3) + Noise.pick(host.key(), 2_400_000);
    double day = (double) Math.floorMod(atMs - shiftMs, DAY_MS) / DAY_MS;
    double curve = 0.7 - 0.3 * Math.cos(2 * Math.PI * (day - 0.125));
    double wandering =
        0.08 * Noise.smooth(Noise.mix(host.key(), 13), atMs, 2_400_000)
            + 0.04 * Noise.smooth(Noise.mix(host.key(), 14), atMs, 300_000);
    return curve * (1 - 0.35 * weekend(atMs)) * (1 + wandering);
  }

  /** 0 on weekdays, 1 at weekends, four hours from one to the other. */
  private static double weekend(long atMs) {
    double hour = (double) Math.floorMod(atMs + 3 * DAY_MS, 7 * DAY_MS) / HOUR_MS;
    double fromMonday = hour < 60 ? hour + 7 * 24 : hour;
    return part((fromMonday - (5 * 24 - 2)) / 4) - part((fromMonday - (7 * 24 - 2)) / 4);
  }

  private static double part(double value) {
    return Math.min(1, Math.max(0, value));
  }

  private static double level(Site site, double daily, long atMs) {
    double level =
        switch (site.template().rhythm()) {
          case DAILY -> daily;
          case FLAT -> 1;
          case JOBS -> jobs(site, atMs);
        };
    return level * burst(site, atMs);
  }

  /** For some minutes of each hour. */
  private static double jobs(Site site, long atMs) {
    long startMs = Noise.pick(Noise.mix(site.key(), 5), 2_400_000);
    long lengthMs = 180_000L + Noise.pick(Noise.mix(site.key(), 6), 600_000);
    long intoMs = Math.floorMod(atMs, HOUR_MS) - startMs;
    if (intoMs < 0 || intoMs > lengthMs) {
      return 0.05;
    }
    double edge = Math.min(intoMs, lengthMs - intoMs) / 20_000.0;
    return 0.05 + 0.95 * Math.min(1, edge);
  }

  /** Now and then up to twice as much for seconds. */
  private static double burst(Site site, long atMs) {
    long slot = Math.floorDiv(atMs, BURST_SLOT_MS);
    long key = Noise.mix(site.key() + 1, slot);
    if (Noise.uniform(key) > 0.04) {
      return 1;
    }
    long startMs = Noise.pick(Noise.mix(key, 3), (int) BURST_SLOT_MS - 45_000);
    long lengthMs = (long) Noise.spread(Noise.mix(key, 4), 4_000, 40_000);
    long intoMs = Math.floorMod(atMs, BURST_SLOT_MS) - startMs;
    return intoMs < 0 || intoMs > lengthMs ? 1 : Noise.between(Noise.mix(key, 5), 1.2, 2);
  }

  /**
   * Services of a host are replaced on every other working day: -1 while they are away for some
   * seconds, then the share of their connections that is back, else 1.
   */
  private static double sinceDeploy(SimulatedHost host, long atMs) {
    long day = Math.floorDiv(atMs, DAY_MS);
    long key = Noise.mix(host.key() + 2, day);
    boolean working = Math.floorMod(day + 3, 7) < 5;
    if (!working || Noise.uniform(key) < 0.5) {
      return 1;
    }
    long startMs = 8 * HOUR_MS + (long) (Noise.uniform(Noise.mix(key, 7)) * 9 * HOUR_MS);
    long awayMs = (long) Noise.between(Noise.mix(key, 8), 2_000, 15_000);
    long intoMs = Math.floorMod(atMs, DAY_MS) - startMs;
    if (intoMs < 0 || intoMs > 600_000) {
      return 1;
    }
    return intoMs < awayMs ? -1 : 1 - Math.exp(-(intoMs - awayMs) / RETURN_MS);
  }

  private static void endpoint(Draft draft, int at, Site site, double level, double presence) {
    Template template = site.template();
    long key = Noise.mix(site.key(), draft.atMs());
    double there = Math.max(0, presence);
    double established = site.scale() * template.established() * level;
    // What is lost in a restart comes back at once, so more than usual is new.
    double connects = established * (1 + 0.5 * (1 - there)) / template.lifeSeconds();
    draft.set(at, ESTABLISHED, Noise.count(established * there, Noise.mix(key, 21)));
    double ended = connects * template.closes() * TIME_WAIT_SECONDS;
    draft.set(at, TIME_WAIT, Noise.count(ended, Noise.mix(key, 22)));
    draft.aged(at, TIME_WAIT, 52_000 + Noise.pick(key, 8_000));
    if (template.isServer()) {
      listen(draft, at, site, connects, presence, key);
    } else {
      few(draft, at, SYN_SENT, 0.02 * connects, 4, Noise.mix(key, 23), 300);
      draft.use(
          at, (draft.count(at, ESTABLISHED) + draft.count(at, TIME_WAIT)) / site.remotes().size());
    }
    few(draft, at, CLOSE_WAIT, 0.03 * connects, 4, Noise.mix(key, 24), 2_000);
    few(draft, at, FIN_WAIT_1, 0.02 * connects, 4, Noise.mix(key, 25), 400);
    few(draft, at, FIN_WAIT_2, 0.15 * connects, 12, Noise.mix(key, 26), 20_000);
    few(draft, at, LAST_ACK, 0.015 * connects, 3, Noise.mix(key, 27), 400);
  }

  private static void few(
      Draft draft, int at, SocketState state, double mean, double most, long key, int ageMs) {
    if (mean > 1e-4) {
      draft.set(at, state, Noise.count(Math.min(most, mean), key));
      draft.aged(at, state, 1 + Noise.pick(key, ageMs));
    }
  }

  private static void listen(
      Draft draft, int at, Site site, double connects, double presence, long key) {
    if (presence < 0) {
      return;
    }
    Template template = site.template();
    draft.set(at, LISTEN, template.sockets());
    few(draft, at, SYN_RECEIVED, 0.03 * connects, 6, Noise.mix(key, 28), 250);
    long limit = template.limit();
    long waiting = Noise.count(Math.min(0.02 * connects, 0.05 * limit), Noise.mix(key, 29));
    waiting = Math.min(waiting, limit / 4);
    waiting += stalled(site, draft.atMs(), connects);
    long inFullest = template.sockets() == 1 ? waiting : (waiting + 1) / 2;
    draft.queue(at, inFullest, waiting);
  }

  /** A pause of the program lets some wait for a few seconds. */
  private static long stalled(Site site, long atMs, double connects) {
    long slot = Math.floorDiv(atMs, STALL_SLOT_MS);
    long key = Noise.mix(site.key() + 3, slot);
    if (Noise.uniform(key) > 0.03) {
      return 0;
    }
    long startMs = Noise.pick(Noise.mix(key, 3), (int) STALL_SLOT_MS - 10_000);
    long lengthMs = (long) Noise.between(Noise.mix(key, 4), 1_000, 8_000);
    long intoMs = Math.floorMod(atMs, STALL_SLOT_MS) - startMs;
    if (intoMs < 0 || intoMs > lengthMs) {
      return 0;
    }
    return Math.min((long) (connects * intoMs / 1_000), site.template().limit() / 2);
  }

  /** Since the machine started, which was before the simulation. */
  private static void counters(Draft draft, int namespace) {
    long key = Noise.mix(draft.host().key(), 300 + namespace);
    double upSeconds = draft.atMs() / 1_000.0 - 1_700_000_000 + Noise.pick(key, 10_000_000);
    double waves = 30 * Noise.smooth(key, draft.atMs(), 120_000);
    double rate = Noise.spread(Noise.mix(key, 1), 0.4, 3) / (1 + 3 * namespace);
    draft.usual(namespace, Counter.LISTEN_OVERFLOWS, Noise.pick(key + 1, 40));
    draft.usual(namespace, Counter.LISTEN_DROPS, Noise.pick(key + 1, 40) + Noise.pick(key + 2, 9));
    draft.usual(namespace, Counter.RETRANS_SEGS, rate * (upSeconds + waves));
    draft.usual(namespace, Counter.OUT_RSTS, 0.2 * rate * upSeconds);
    draft.usual(namespace, Counter.ESTAB_RESETS, 0.1 * rate * upSeconds);
    draft.usual(namespace, Counter.ATTEMPT_FAILS, 0.05 * rate * upSeconds);
  }
}
