package dev.socketfleet.deploy.simulate.incident;

import static dev.socketfleet.deploy.simulate.fleet.Noise.between;
import static dev.socketfleet.deploy.simulate.fleet.Noise.mix;
import static dev.socketfleet.deploy.simulate.fleet.Noise.pick;
import static dev.socketfleet.deploy.simulate.fleet.Noise.spread;
import static dev.socketfleet.deploy.simulate.fleet.Noise.uniform;

import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.rule.Glob;
import dev.socketfleet.deploy.SetupException;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Draws incidents over some kinds, of all strengths, no two of them on a host at a time. About one
 * in five of a kind is meant to be harmless: too weak or too short for anybody to be woken.
 */
public final class RandomIncidents {

  private static final double HARMLESS = 0.2;
  private static final int ATTEMPTS = 400;

  /** Of so many incidents one is of each kind that is about the whole fleet. */
  private static final int FLEET_KIND_EVERY = 60;

  private static final Duration APART = Duration.ofMinutes(30);
  private static final long LEAST_LIMIT = 50;

  private final SimulatedFleet fleet;
  private final Duration length;
  private final long key;

  /** When each host is taken, milliseconds from the start: from, to, from, to ... */
  private final Map<SimulatedHost, List<Long>> taken = new HashMap<>();

  private final Map<SimulatedHost, Integer> cookies = new HashMap<>();

  private RandomIncidents(SimulatedFleet fleet, Duration length) {
    this.fleet = fleet;
    this.length = length;
    this.key = mix(fleet.settings().seed(), 4_711);
  }

  /**
   * Draws incidents.
   *
   * @param length of the simulation
   * @throws SetupException when so many do not fit
   */
  public static List<Incident> draw(
      int count, Set<IncidentKind> kinds, SimulatedFleet fleet, Duration length) {
    return new RandomIncidents(fleet, length).draw(count, kinds);
  }

  private List<Incident> draw(int count, Set<IncidentKind> kinds) {
    List<Incident> incidents = new ArrayList<>();
    int number = 0;
    for (IncidentKind kind : order(count, kinds)) {
      number++;
      incidents.addAll(place(number, kind, count));
    }
    return incidents;
  }

  /** Those about the fleet first, since they take most room. */
  private static List<IncidentKind> order(int count, Set<IncidentKind> kinds) {
    List<IncidentKind> single =
        kinds.stream().filter(kind -> kind.scope() != IncidentKind.Scope.FLEET).sorted().toList();
    List<IncidentKind> whole =
        kinds.stream().filter(kind -> kind.scope() == IncidentKind.Scope.FLEET).sorted().toList();
    int each = single.isEmpty() ? count : (count + FLEET_KIND_EVERY - 1) / FLEET_KIND_EVERY;
    List<IncidentKind> order = new ArrayList<>();
    for (int i = 0; i < each * whole.size() && order.size() < count; i++) {
      order.add(whole.get(i % whole.size()));
    }
    for (int i = 0; order.size() < count; i++) {
      order.add(single.get(i % single.size()));
    }
    return order;
  }

  private List<Incident> place(int number, IncidentKind kind, int count) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long own = mix(mix(key, number), attempt);
      Optional<Request> request = request(kind, own);
      if (request.isPresent()) {
        try {
          List<Incident> found = new Resolver(fleet).resolve(number, request.get());
          if (found.stream().allMatch(this::fits)) {
            found.forEach(this::take);
            return found;
          }
        } catch (Resolver.UnfitException e) {
          // Another host, then.
        }
      }
    }
    throw new SetupException(
        "--random-incidents was '%d' but incident %d (%s) finds no host that has nothing else at the time. Use fewer, more --hosts or a longer --for."
            .formatted(count, number, kind.wireName()));
  }

  private boolean fits(Incident incident) {
    long fromMs = fromStart(incident);
    long toMs = fromMs + incident.length().toMillis();
    return incident.places().stream()
        .allMatch(place -> isFree(place.host(), fromMs, toMs) && hasMode(incident, place));
  }

  private long fromStart(Incident incident) {
    return Duration.between(fleet.settings().start(), incident.start()).toMillis();
  }

  private boolean isFree(SimulatedHost host, long fromMs, long toMs) {
    List<Long> times = taken.getOrDefault(host, List.of());
    for (int i = 0; i < times.size(); i += 2) {
      if (fromMs < times.get(i + 1) + apartMs() && times.get(i) < toMs + apartMs()) {
        return false;
      }
    }
    return true;
  }

  private long apartMs() {
    return Math.min(APART.toMillis(), length.toMillis() / 12);
  }

  private boolean hasMode(Incident incident, Place place) {
    return incident.syncookies().isEmpty()
        || cookies.getOrDefault(place.host(), incident.syncookies().getAsInt())
            == incident.syncookies().getAsInt();
  }

  private void take(Incident incident) {
    long fromMs = fromStart(incident);
    for (Place place : incident.places()) {
      List<Long> times = taken.computeIfAbsent(place.host(), host -> new ArrayList<>(2));
      times.add(fromMs);
      times.add(fromMs + incident.length().toMillis());
      incident.syncookies().ifPresent(mode -> cookies.put(place.host(), mode));
    }
  }

  private Optional<Request> request(IncidentKind kind, long own) {
    boolean harmless = uniform(mix(own, 1)) < HARMLESS;
    SimulatedHost host = fleet.hosts().get(pick(mix(own, 2), fleet.hosts().size()));
    Duration lasting = lasting(kind, harmless, mix(own, 3));
    Optional<Duration> start = start(lasting, mix(own, 4));
    if (start.isEmpty()) {
      return Optional.empty();
    }
    if (kind.scope() != IncidentKind.Scope.ENDPOINT) {
      return Optional.of(whole(kind, host, start.get(), lasting, harmless, own));
    }
    List<Integer> fitting =
        Endpoints.of(fleet, host, plain(kind, host, start.get(), lasting)).stream()
            .filter(at -> isWorthIt(host, at))
            .toList();
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    int at = fitting.get(pick(mix(own, 5), fitting.size()));
    return Optional.of(at(kind, host, at, start.get(), lasting, harmless, own));
  }

  private static boolean isWorthIt(SimulatedHost host, int at) {
    boolean first = true;
    for (int before = 0; before < at; before++) {
      first &=
          !(host.endpoint(before).equals(host.endpoint(at))
              && host.netns(before).equals(host.netns(at)));
    }
    boolean server = host.endpoint(at).role() == Role.SERVER;
    return first && host.established(at) >= 2 && (!server || host.queueLimit(at) >= LEAST_LIMIT);
  }

  /** After the time in which baselines are learned, and early enough to see it end. */
  private Optional<Duration> start(Duration lasting, long own) {
    long leadMs = Math.min(3_600_000, length.toMillis() / 6);
    long tailMs = Math.min(900_000, length.toMillis() / 12);
    long roomMs = length.toMillis() - leadMs - tailMs - lasting.toMillis();
    return roomMs <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(leadMs + (long) (uniform(own) * roomMs)));
  }

  private Duration lasting(IncidentKind kind, boolean harmless, long own) {
    double interval = fleet.settings().interval().toMillis() / 1_000.0;
    double most = length.toSeconds() / 5.0;
    double seconds =
        switch (kind) {
          case CLOSE_WAIT_LEAK, PEER_LEAK -> spread(own, 1_500, 5_400);
          case CLOSE_WAIT_BURST ->
              harmless ? between(own, 2, 8) : between(own, 180, 480) + 2 * interval;
          case LOST_FINS -> spread(own, 900, 2_400);
          case LISTENER_GONE ->
              harmless ? between(own, 3, 18) : spread(own, 120, 1_800) + 3 * interval;
          case SILENT_HOST, FLEET_SILENCE ->
              harmless ? interval * between(own, 0.5, 1.5) : spread(own, 120, 3_600) + 5 * interval;
          case INCOMPLETE_SNAPSHOTS ->
              harmless ? 0.9 * interval : spread(own, 120, 3_600) + 5 * interval;
          case SYN_FLOOD,
              STUCK_ACCEPT,
              UPSTREAM_DOWN,
              PORT_EXHAUSTION,
              CLOCK_SKEW,
              TWO_COLLECTORS,
              DISTRIBUTED_FLOOD ->
              spread(own, 240, 1_800) + 3 * interval;
        };
    return Duration.ofMillis((long) (1_000 * Math.min(seconds, most)));
  }

  private static Request plain(
      IncidentKind kind, SimulatedHost host, Duration start, Duration lasting) {
    return new Request(
        kind,
        start,
        lasting,
        Optional.of(new Glob(host.id())),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        Optional.empty());
  }

  private Request whole(
      IncidentKind kind,
      SimulatedHost host,
      Duration start,
      Duration lasting,
      boolean harmless,
      long own) {
    boolean all = kind.scope() == IncidentKind.Scope.FLEET;
    boolean flood = kind == IncidentKind.DISTRIBUTED_FLOOD;
    OptionalDouble strength =
        switch (kind) {
          case CLOCK_SKEW -> OptionalDouble.of(skew(harmless, mix(own, 6)));
          case DISTRIBUTED_FLOOD -> OptionalDouble.of(between(mix(own, 6), 25, 60));
          default -> OptionalDouble.empty();
        };
    return new Request(
        kind,
        start,
        lasting,
        all ? Optional.empty() : Optional.of(new Glob(host.id())),
        all ? OptionalDouble.of(between(mix(own, 7), 0.25, 0.6)) : OptionalDouble.empty(),
        Optional.empty(),
        flood ? OptionalInt.of(pick(mix(own, 8), 2) == 0 ? 443 : 8_080) : OptionalInt.empty(),
        Optional.empty(),
        strength,
        OptionalInt.empty(),
        Optional.empty());
  }

  /** Clocks may be 30 s ahead or five minutes behind before anybody minds. */
  private static double skew(boolean harmless, long own) {
    boolean ahead = uniform(mix(own, 1)) < 0.5;
    if (harmless) {
      return ahead ? between(own, 2, 18) : -between(own, 10, 200);
    }
    return ahead ? spread(own, 60, 40_000) : -spread(own, 500, 40_000);
  }

  private Request at(
      IncidentKind kind,
      SimulatedHost host,
      int at,
      Duration start,
      Duration lasting,
      boolean harmless,
      long own) {
    int mode = pick(mix(own, 9), 3);
    OptionalInt syncookies =
        kind == IncidentKind.SYN_FLOOD ? OptionalInt.of(mode) : OptionalInt.empty();
    SocketState state =
        List.of(SocketState.FIN_WAIT_1, SocketState.LAST_ACK, SocketState.CLOSING)
            .get(pick(mix(own, 10), 3));
    return new Request(
        kind,
        start,
        lasting,
        Optional.of(new Glob(host.id())),
        OptionalDouble.empty(),
        Optional.of(host.endpoint(at).role()),
        OptionalInt.of(host.endpoint(at).port()),
        Optional.of(host.netns(at)),
        OptionalDouble.of(
            strength(kind, harmless && !(syncookies.orElse(0) == 2), lasting, mix(own, 6))),
        syncookies,
        kind == IncidentKind.LOST_FINS ? Optional.of(state) : Optional.empty());
  }

  private static double strength(IncidentKind kind, boolean weak, Duration lasting, long own) {
    double seconds = lasting.toMillis() / 1_000.0;
    return switch (kind) {
      case CLOSE_WAIT_LEAK ->
          weak ? between(own, 3, 10) / seconds : Math.max(150 / seconds, spread(own, 0.04, 2));
      case CLOSE_WAIT_BURST -> spread(own, 180, 4_000);
      case SYN_FLOOD -> weak ? between(own, 0.1, 0.45) : spread(own, 300, 20_000);
      case STUCK_ACCEPT -> weak ? between(own, 0.3, 0.6) : 1;
      case UPSTREAM_DOWN -> weak ? between(own, 3, 11) : spread(own, 40, 2_000);
      case PORT_EXHAUSTION -> weak ? between(own, 0.3, 0.65) : between(own, 0.87, 0.98);
      case PEER_LEAK ->
          weak ? between(own, 3, 8) / seconds : Math.max(300 / seconds, spread(own, 0.3, 3));
      case LOST_FINS ->
          weak
              ? between(own, 3, 15) / Math.min(924, seconds)
              : Math.max(150 / Math.min(924, seconds), spread(own, 0.2, 3));
      case LISTENER_GONE,
          SILENT_HOST,
          CLOCK_SKEW,
          INCOMPLETE_SNAPSHOTS,
          TWO_COLLECTORS,
          DISTRIBUTED_FLOOD,
          FLEET_SILENCE ->
          kind.usual();
    };
  }
}
