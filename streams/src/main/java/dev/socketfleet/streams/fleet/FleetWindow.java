package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.streams.binary.BinaryFormatException;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Hosts added up over one window {@code [start, end)}. Mean and last of each gauge are sums over
 * the hosts; min and max are bounds, since the hosts' extremes need not have met. Owned by one
 * thread.
 */
public final class FleetWindow {

  private static final int VERSION = 2;

  /** The version that named no hosts. */
  private static final int NAMELESS = 1;

  /** The busiest ports of a fleet; what is beyond goes into port 0 of its role. */
  private static final int MAX_ENDPOINTS = 5_000;

  private static final int MAX_DECODED = 1_000_000;

  private final long startMs;
  private final long endMs;
  private int hosts;
  private int missing;
  private int samples;
  private EndpointSums totals = new EndpointSums();
  private TopHosts tops = new TopHosts();
  private final Map<Endpoint, EndpointSums> endpoints = new TreeMap<>();

  /** A window without a host. */
  public FleetWindow(long startMs, long endMs) {
    this.startMs = startMs;
    this.endMs = endMs;
  }

  /** Adds the window of a host. */
  public void add(WindowCounts host) {
    hosts++;
    samples += host.samples();
    totals.addStates(host.totals());
    for (EndpointWindow endpoint : host.endpoints()) {
      EndpointSums sums = sums(endpoint.endpoint());
      sums.addStates(endpoint.states());
      sums.addQueues(endpoint.listenQueued(), endpoint.listenLimit());
      host.host().ifPresent(name -> tops.add(name, endpoint.endpoint(), endpoint.states()));
    }
  }

  /** Counts a host that should be here and sent nothing. */
  public void addMissing() {
    missing++;
  }

  /** Adds other hosts. */
  public void add(FleetWindow other) {
    hosts += other.hosts;
    missing += other.missing;
    samples += other.samples;
    totals.add(other.totals);
    tops.add(other.tops);
    other.endpoints.forEach((endpoint, sums) -> sums(endpoint).add(sums));
  }

  private EndpointSums sums(Endpoint endpoint) {
    return endpoints.computeIfAbsent(endpoint, any -> new EndpointSums());
  }

  /** Inclusive, milliseconds since the epoch. */
  public long startMs() {
    return startMs;
  }

  /** Exclusive, milliseconds since the epoch. */
  public long endMs() {
    return endMs;
  }

  /** The hosts with most sockets in a state of an endpoint, most first, as far as they are told. */
  List<Evidence.HostCount> topHosts(Endpoint endpoint, SocketState state) {
    return tops.of(endpoint, state);
  }

  /** How many hosts had sockets in that state of the endpoint. */
  int hostsWith(Endpoint endpoint, SocketState state) {
    EndpointSums sums = endpoints.get(endpoint);
    return sums == null ? 0 : sums.hostsWith(state);
  }

  /** How many hosts had the endpoint, in any state: at least as many as had its commonest. */
  int hostsWith(Endpoint endpoint) {
    EndpointSums sums = endpoints.get(endpoint);
    return sums == null ? 0 : sums.hosts();
  }

  /** How many hosts are in it. */
  public int hosts() {
    return hosts;
  }

  /** How many hosts should be in it and sent nothing. */
  public int missing() {
    return missing;
  }

  /** Complete snapshots of all hosts; without one the window does not exist for readers. */
  public int samples() {
    return samples;
  }

  /** The sum without its endpoints, as it goes to the topic of counts. */
  public WindowCounts total(FleetScope scope, int revision) {
    return counts(scope, revision, totals, List.of());
  }

  /** All endpoints, each as it goes to the topic of counts. */
  public Map<Endpoint, WindowCounts> perEndpoint(FleetScope scope, int revision) {
    Map<Endpoint, WindowCounts> windows = new TreeMap<>();
    endpoints.forEach(
        (endpoint, sums) ->
            windows.put(
                endpoint, counts(scope, revision, sums, List.of(endpoint(endpoint, sums)))));
    return windows;
  }

  /** All endpoints, by role and port. */
  public List<EndpointWindow> endpoints() {
    List<EndpointWindow> all = new ArrayList<>(endpoints.size());
    endpoints.forEach((endpoint, sums) -> all.add(endpoint(endpoint, sums)));
    return all;
  }

  private EndpointWindow endpoint(Endpoint endpoint, EndpointSums sums) {
    int counted = Math.max(1, samples);
    return new EndpointWindow(
        endpoint, sums.gauges(counted), sums.queued(counted), sums.limit(counted));
  }

  private WindowCounts counts(
      FleetScope scope, int revision, EndpointSums sums, List<EndpointWindow> perEndpoint) {
    return new WindowCounts(
        scope.text(),
        Optional.empty(),
        Instant.ofEpochMilli(startMs),
        Instant.ofEpochMilli(endMs),
        revision,
        samples,
        sums.gauges(Math.max(1, samples)),
        perEndpoint,
        OptionalInt.of(hosts),
        OptionalInt.of(missing));
  }

  /**
   * The compact binary form, with the busiest endpoints by name and the rest in one of each role.
   */
  public byte[] encode() {
    BinaryWriter out = new BinaryWriter(4_096);
    out.varint(VERSION);
    out.varint(startMs);
    out.varint(endMs - startMs);
    out.varint(hosts);
    out.varint(missing);
    out.varint(samples);
    totals.encode(out);
    Map<Endpoint, EndpointSums> kept = bounded();
    out.varint(kept.size());
    kept.forEach(
        (endpoint, sums) -> {
          out.flag(endpoint.role() == Role.SERVER);
          out.varint(endpoint.port());
          sums.encode(out);
        });
    tops.encode(out);
    return out.toByteArray();
  }

  private Map<Endpoint, EndpointSums> bounded() {
    if (endpoints.size() <= MAX_ENDPOINTS) {
      return endpoints;
    }
    Map<Endpoint, EndpointSums> kept = new TreeMap<>();
    List<Map.Entry<Endpoint, EndpointSums>> busiest =
        endpoints.entrySet().stream()
            .sorted(
                Comparator.comparingLong(
                    (Map.Entry<Endpoint, EndpointSums> entry) -> -entry.getValue().size()))
            .toList();
    for (Map.Entry<Endpoint, EndpointSums> entry : busiest) {
      Endpoint endpoint = entry.getKey();
      Endpoint target =
          kept.size() < MAX_ENDPOINTS - 2 ? endpoint : new Endpoint(endpoint.role(), 0);
      kept.computeIfAbsent(target, any -> new EndpointSums()).add(entry.getValue());
    }
    return kept;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public static FleetWindow decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    int version = in.varint(Integer.MAX_VALUE);
    if (version != VERSION && version != NAMELESS) {
      throw new BinaryFormatException(
          "a stored fleet window has version %d but this program reads %d"
              .formatted(version, VERSION));
    }
    long startMs = in.varint();
    FleetWindow window = new FleetWindow(startMs, startMs + in.varint());
    window.hosts = in.varint(Integer.MAX_VALUE);
    window.missing = in.varint(Integer.MAX_VALUE);
    window.samples = in.varint(Integer.MAX_VALUE);
    window.totals = EndpointSums.decode(in);
    for (int left = in.varint(MAX_DECODED); left > 0; left--) {
      Role role = in.flag() ? Role.SERVER : Role.CLIENT;
      window.endpoints.put(new Endpoint(role, in.varint(65_535)), EndpointSums.decode(in));
    }
    if (version != NAMELESS) {
      window.tops = TopHosts.decode(in);
    }
    return window;
  }
}
