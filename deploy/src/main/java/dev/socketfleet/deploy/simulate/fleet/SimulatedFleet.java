package dev.socketfleet.deploy.simulate.fleet;

import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The hosts of a simulation and the snapshots that their collectors send. Each snapshot depends on
 * nothing but the settings, the host and the time, so hosts and times may be asked for in any order
 * and by several threads, each with a {@link Draft} of its own.
 */
public final class SimulatedFleet {

  /** One in so many snapshots is cut, never two in a row. */
  private static final int CUT_EVERY = 2_500;

  private static final double RESTARTS_A_DAY = 0.1;

  private final FleetSettings settings;
  private final List<SimulatedHost> hosts = new ArrayList<>();

  public SimulatedFleet(FleetSettings settings) {
    this.settings = settings;
    for (int number = 0; number < settings.hosts(); number++) {
      hosts.add(new SimulatedHost(settings.seed(), number, settings.hosts()));
    }
  }

  public FleetSettings settings() {
    return settings;
  }

  public List<SimulatedHost> hosts() {
    return hosts;
  }

  /**
   * Sets what happens to a host.
   *
   * @param syncookies net.ipv4.tcp_syncookies of the host, during the whole simulation
   */
  public void disturb(SimulatedHost host, List<Disturbance> disturbances, long syncookies) {
    host.disturb(disturbances, syncookies);
  }

  /**
   * One collector of one host.
   *
   * @param second whether it is the one that only sends while two do
   * @param phaseMs when in each interval it captures, from the interval's start
   */
  public record Slot(SimulatedHost host, boolean second, long phaseMs) {}

  /** The collectors of some hosts in the order in which they capture in each interval. */
  public List<Slot> schedule(List<SimulatedHost> some) {
    long intervalMs = settings.interval().toMillis();
    List<Slot> slots = new ArrayList<>();
    for (SimulatedHost host : some) {
      slots.add(new Slot(host, false, phaseMs(host)));
      if (!host.disturbances().isEmpty()) {
        slots.add(new Slot(host, true, (phaseMs(host) + intervalMs / 2) % intervalMs));
      }
    }
    slots.sort(Comparator.comparingLong(Slot::phaseMs));
    return slots;
  }

  /** When in each interval a host captures, from the interval's start. */
  public long phaseMs(SimulatedHost host) {
    return Noise.pick(Noise.mix(host.key(), 41), (int) settings.interval().toMillis());
  }

  /** When the collector captures in the interval with this number, milliseconds since 1970. */
  public long captureMs(Slot slot, long interval) {
    return settings.start().toEpochMilli()
        + interval * settings.interval().toMillis()
        + slot.phaseMs();
  }

  /** What the collector sends in the interval with this number; empty when it is away. */
  public Optional<Delivery> delivery(Slot slot, long interval, Draft draft) {
    SimulatedHost host = slot.host();
    long atMs = captureMs(slot, interval);
    long aheadMs = 0;
    boolean second = false;
    boolean incomplete = !isComplete(host, atMs);
    for (Disturbance disturbance : host.disturbances()) {
      if (disturbance.silent(atMs)) {
        return Optional.empty();
      }
      aheadMs += disturbance.clockAheadMs(atMs);
      second |= disturbance.secondCollector(atMs);
      incomplete |= disturbance.incomplete(atMs);
    }
    if (slot.second() && !second) {
      return Optional.empty();
    }
    paint(host, atMs, true, draft);
    Snapshot snapshot = snapshot(slot, interval, atMs + aheadMs, incomplete, draft);
    return Optional.of(new Delivery(snapshot, atMs, aheadMs));
  }

  /** Whether a snapshot is whole when nothing happens: some are cut on the best of days. */
  public boolean isComplete(SimulatedHost host, long atMs) {
    return !isCut(host, atMs) || isCut(host, atMs - settings.interval().toMillis());
  }

  private static boolean isCut(SimulatedHost host, long atMs) {
    return Noise.pick(Noise.mix(host.key() + 4, atMs), CUT_EVERY) == 0;
  }

  /**
   * The numbers of a host at a time.
   *
   * @param disturbed false for what they would be without anything happening
   */
  public void paint(SimulatedHost host, long atMs, boolean disturbed, Draft draft) {
    draft.begin(host, atMs);
    Usual.fill(draft);
    if (disturbed) {
      for (Disturbance disturbance : host.disturbances()) {
        disturbance.apply(draft);
      }
    }
  }

  private Snapshot snapshot(
      Slot slot, long interval, long capturedAtMs, boolean incomplete, Draft draft) {
    SimulatedHost host = slot.host();
    List<Group> groups = Painter.groups(draft);
    long key = Noise.mix(host.key(), draft.atMs());
    Boot boot = boot(slot, interval);
    return new Snapshot(
        host.id(),
        host.labels(),
        "Linux 6.12.48",
        boot.id(),
        interval - boot.firstInterval(),
        Instant.ofEpochMilli(capturedAtMs),
        settings.interval(),
        "netlink",
        !incomplete,
        incomplete ? List.of("sockets: the kernel's answer was cut, NLM_F_DUMP_INTR") : List.of(),
        incomplete ? groups.subList(0, groups.size() / 2) : groups,
        Painter.namespaces(draft),
        new CollectorHealth(
            "1.0.0",
            1_500 + Noise.pick(key, 2_500),
            66_000_000L + Noise.pick(Noise.mix(host.key(), 42), 9_000_000),
            0));
  }

  /**
   * A run of a collector process.
   *
   * @param firstInterval number of the interval of its snapshot 0
   */
  private record Boot(String id, long firstInterval) {}

  /** Collectors are restarted now and then, and after they were away. */
  private Boot boot(Slot slot, long interval) {
    SimulatedHost host = slot.host();
    long perDay = Math.max(1, Usual.DAY_MS / settings.interval().toMillis());
    long day = Math.floorDiv(interval, perDay);
    long first = 0;
    for (long before = day; before >= 0 && first == 0; before--) {
      long key = Noise.mix(host.key() + 5, before);
      if (Noise.uniform(key) < RESTARTS_A_DAY) {
        long at = before * perDay + 1 + Noise.pick(key, (int) perDay);
        first = at <= interval ? at : 0;
      }
    }
    for (Disturbance disturbance : host.disturbances()) {
      long backMs = disturbance.backMs(captureMs(slot, interval));
      first = backMs > 0 ? Math.max(first, firstIntervalFrom(slot, backMs)) : first;
    }
    long part = first * 2 + (slot.second() ? 1 : 0);
    String id = HexFormat.of().toHexDigits(Noise.mix(host.key() + 6, part));
    // The first has run for a while before the simulation.
    long ran = first == 0 ? Noise.pick(Noise.mix(host.key(), 43), 100_000) : 0;
    return new Boot(id, first - ran);
  }

  private long firstIntervalFrom(Slot slot, long ms) {
    long sinceMs = ms - settings.start().toEpochMilli() - slot.phaseMs();
    return -Math.floorDiv(-sinceMs, settings.interval().toMillis());
  }

  /** The host with this IPv4 address; empty when it is not in the fleet. */
  public Optional<SimulatedHost> at(String address) {
    return hosts.stream().filter(host -> host.address().equals(address)).findFirst();
  }

  /** How many intervals begin in a time. */
  public long intervals(Duration length) {
    return Math.max(1, length.toMillis() / settings.interval().toMillis());
  }
}
