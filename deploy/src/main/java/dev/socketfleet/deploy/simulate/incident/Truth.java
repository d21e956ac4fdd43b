package dev.socketfleet.deploy.simulate.incident;

import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.deploy.simulate.fleet.Draft;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet.Slot;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes what should be raised, from what the simulation counts and from the default conditions.
 * The incidents must have been inflicted on the fleet.
 */
public final class Truth {

  private static final Duration AFTERMATH = Duration.ofMinutes(2);
  private static final int SILENT_INTERVALS = 3;
  private static final long FASTEST_CLOCK_MS = 30_000;
  private static final long SLOWEST_CLOCK_MS = -300_000;
  private static final long FLEET_SPIKE = 100;

  /** Of all hosts, so that it is no matter of single ones. */
  private static final double FLEET_PART = 0.1;

  private static final long MINUTE_MS = 60_000;

  private final SimulatedFleet fleet;
  private final long intervals;
  private final Draft seen = new Draft();
  private final Draft usual = new Draft();

  /**
   * The truth about a simulation.
   *
   * @param intervals how many it has
   */
  public Truth(SimulatedFleet fleet, long intervals) {
    this.fleet = fleet;
    this.intervals = intervals;
  }

  /** One or two of each incident, in their order. */
  public List<Expectation> of(List<Incident> incidents) {
    List<Expectation> expectations = new ArrayList<>();
    for (Incident incident : incidents) {
      if (incident.kind().scope() == IncidentKind.Scope.FLEET) {
        expectations.add(ofFleet(incident));
      } else {
        incident.places().forEach(place -> expectations.add(ofHost(incident, place)));
      }
    }
    return expectations;
  }

  private Expectation ofHost(Incident incident, Place place) {
    SimulatedHost host = place.host();
    boolean atEndpoint = place.endpoint() >= 0;
    String words = atEndpoint ? condition(incident, place).words() : words(incident.kind());
    return new Expectation(
        incident.id(),
        incident.kind(),
        "host:" + host.id(),
        List.of(host.id()),
        atEndpoint ? Optional.of(host.netns(place.endpoint())) : Optional.empty(),
        atEndpoint ? Optional.of(host.endpoint(place.endpoint())) : Optional.empty(),
        place.state(),
        place.peer(),
        incident.start(),
        incident.end(),
        words,
        atEndpoint ? endpointHolds(incident, place) : hostHolds(incident, host));
  }

  private Condition condition(Incident incident, Place place) {
    return Condition.of(incident, place, intervalMs());
  }

  private long intervalMs() {
    return fleet.settings().interval().toMillis();
  }

  /** The intervals in which a host captures between two times, exclusive of the last. */
  private long[] between(Slot slot, Instant from, Instant to) {
    long zeroMs = fleet.captureMs(slot, 0);
    long first = Math.max(0, -Math.floorDiv(zeroMs - from.toEpochMilli(), intervalMs()));
    long last = Math.min(intervals, -Math.floorDiv(zeroMs - to.toEpochMilli(), intervalMs()));
    return new long[] {first, Math.max(first, last)};
  }

  private Optional<Instant> endpointHolds(Incident incident, Place place) {
    Slot slot = main(place.host());
    Condition condition = condition(incident, place);
    long[] range = between(slot, incident.start(), incident.end().plus(AFTERMATH));
    for (long interval = Math.max(0, range[0] - 1); interval < range[1]; interval++) {
      long atMs = fleet.captureMs(slot, interval);
      if (!fleet.isComplete(place.host(), atMs)) {
        continue;
      }
      fleet.paint(place.host(), atMs, true, seen);
      fleet.paint(place.host(), atMs, false, usual);
      if (condition.see(seen, usual)) {
        return Optional.of(Instant.ofEpochMilli(atMs));
      }
    }
    return Optional.empty();
  }

  private Slot main(SimulatedHost host) {
    return new Slot(host, false, fleet.phaseMs(host));
  }

  private static String words(IncidentKind kind) {
    return switch (kind) {
      case SILENT_HOST -> "no snapshot for 3 intervals";
      case CLOCK_SKEW -> "clock more than 30s ahead or 5m behind";
      case INCOMPLETE_SNAPSHOTS -> "incomplete snapshots for 30s, two at least";
      case TWO_COLLECTORS -> "a boot comes back after another one";
      case DISTRIBUTED_FLOOD -> "syn_received of the port over the fleet: a spike >= 100 for 2m";
      case FLEET_SILENCE -> "no snapshot for 3 intervals from a tenth of the hosts";
      default -> "";
    };
  }

  private Optional<Instant> hostHolds(Incident incident, SimulatedHost host) {
    Slot slot = main(host);
    long[] range = between(slot, incident.start(), incident.end());
    if (range[0] == range[1]) {
      return Optional.empty();
    }
    return switch (incident.kind()) {
      case SILENT_HOST -> silentFrom(slot, incident.start(), incident.end());
      case CLOCK_SKEW -> {
        long aheadMs = Math.round(incident.strength() * 1_000);
        boolean wrong = aheadMs > FASTEST_CLOCK_MS || aheadMs < SLOWEST_CLOCK_MS;
        yield wrong ? at(slot, range[0]) : Optional.empty();
      }
      case INCOMPLETE_SNAPSHOTS -> {
        Sustained cut = new Sustained(30_000, intervalMs() / 10);
        Optional<Instant> from = Optional.empty();
        for (long interval = range[0]; interval < range[1] && from.isEmpty(); interval++) {
          if (cut.see(fleet.captureMs(slot, interval), true)) {
            from = at(slot, interval);
          }
        }
        yield from;
      }
      case TWO_COLLECTORS -> backFrom(host, incident);
      default -> Optional.empty();
    };
  }

  private Optional<Instant> at(Slot slot, long interval) {
    return Optional.of(Instant.ofEpochMilli(fleet.captureMs(slot, interval)));
  }

  private Optional<Instant> silentFrom(Slot slot, Instant start, Instant end) {
    long[] range = between(slot, start, end);
    long due = range[0] - 1 + SILENT_INTERVALS;
    return due < range[1] ? at(slot, due) : Optional.empty();
  }

  /** The first snapshot of the usual collector after one of the other. */
  private Optional<Instant> backFrom(SimulatedHost host, Incident incident) {
    Slot main = main(host);
    Slot second = new Slot(host, true, (fleet.phaseMs(host) + intervalMs() / 2) % intervalMs());
    long[] others = between(second, incident.start(), incident.end());
    if (others[0] == others[1]) {
      return Optional.empty();
    }
    Instant other = Instant.ofEpochMilli(fleet.captureMs(second, others[0]));
    long back = between(main, other, incident.end().plus(AFTERMATH))[0];
    return back < intervals ? at(main, back) : Optional.empty();
  }

  private Expectation ofFleet(Incident incident) {
    Place first = incident.places().get(0);
    boolean flood = incident.kind() == IncidentKind.DISTRIBUTED_FLOOD;
    return new Expectation(
        incident.id(),
        incident.kind(),
        "fleet",
        incident.places().stream().map(place -> place.host().id()).toList(),
        Optional.empty(),
        flood ? Optional.of(first.host().endpoint(first.endpoint())) : Optional.empty(),
        flood ? Optional.of(SocketState.SYN_RECEIVED) : Optional.empty(),
        Optional.empty(),
        incident.start(),
        incident.end(),
        words(incident.kind()),
        flood ? floodHolds(incident) : silenceHolds(incident));
  }

  private Optional<Instant> silenceHolds(Incident incident) {
    long needed = Math.max(2, (long) Math.ceil(FLEET_PART * fleet.hosts().size()));
    return incident.places().stream()
        .flatMap(place -> silentFrom(main(place.host()), incident.start(), incident.end()).stream())
        .sorted()
        .skip(needed - 1)
        .findFirst();
  }

  /** Sums over all hosts that have the endpoint, minute by minute. */
  private Optional<Instant> floodHolds(Incident incident) {
    Place first = incident.places().get(0);
    Map<Long, double[]> sums = new HashMap<>();
    for (SimulatedHost host : fleet.hosts()) {
      for (int at = 0; at < host.endpoints(); at++) {
        if (host.endpoint(at).equals(first.host().endpoint(first.endpoint()))) {
          addMinutes(incident, host, at, sums);
        }
      }
    }
    Sustained spike = new Sustained(2 * MINUTE_MS, 0);
    long[] minutes = sums.keySet().stream().mapToLong(it -> it).sorted().toArray();
    for (long minute : Arrays.copyOf(minutes, Math.max(0, minutes.length - 1))) {
      double[] sum = sums.getOrDefault(minute, new double[2]);
      double least = Math.max(FLEET_SPIKE, sum[1] + 6 * Math.sqrt(sum[1]));
      long endMs = (minute + 1) * MINUTE_MS;
      if (spike.see(endMs, sum[0] >= least)) {
        return Optional.of(Instant.ofEpochMilli(endMs));
      }
    }
    return Optional.empty();
  }

  /** What a host adds to each minute: one snapshot of it, with the incident and without. */
  private void addMinutes(Incident incident, SimulatedHost host, int at, Map<Long, double[]> sums) {
    Slot slot = main(host);
    long[] range = between(slot, incident.start(), incident.end());
    long lastMinute = Long.MIN_VALUE;
    for (long interval = range[0]; interval < range[1]; interval++) {
      long atMs = fleet.captureMs(slot, interval);
      long minute = Math.floorDiv(atMs, MINUTE_MS);
      if (minute != lastMinute) {
        fleet.paint(host, atMs, true, seen);
        fleet.paint(host, atMs, false, usual);
        double[] sum = sums.computeIfAbsent(minute, it -> new double[2]);
        sum[0] += (double) seen.count(at, SocketState.SYN_RECEIVED);
        sum[1] += (double) usual.count(at, SocketState.SYN_RECEIVED);
        lastMinute = minute;
      }
    }
  }
}
