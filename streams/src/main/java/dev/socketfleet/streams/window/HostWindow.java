package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.streams.binary.BinaryReader;
import dev.socketfleet.streams.binary.BinaryWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * All that is known of one host in one window {@code [start, end)}: gauges of each state for the
 * host, each endpoint and each group (min and max of a sum cannot be derived from its parts, so
 * each level has its own), accept queues and kernel counters.
 *
 * <p>The order of the snapshots does not matter: {@code last} follows event time, then sequence.
 * Owned by one stream thread; queries decode a copy of their own.
 */
public final class HostWindow {

  private static final int VERSION = 1;

  private static final int MAX_SIZE = 1_000_000_000;

  /** Longer than any text that a snapshot may carry. */
  private static final int MAX_TEXT_BYTES = 65_536;

  /** An honest collector sends no more in one snapshot; what is beyond goes into one rest. */
  private static final int MAX_ENDPOINTS = 2_100;

  private static final int MAX_GROUPS = 4_200;

  private final long startMs;
  private final long endMs;
  private int revision;
  private int samples;

  /** Event time and sequence of the youngest snapshot, and its number among the youngest ones. */
  private long newestAtMs = Long.MIN_VALUE;

  private long newestSeq = -1;
  private int newestId;

  private StateCells totals = new StateCells();
  private final Map<Endpoint, EndpointCells> endpoints = new TreeMap<>();
  private final Map<GroupKey, StateCells> groups = new HashMap<>();
  private final Map<CounterKey, GaugeCell> counters = new HashMap<>();

  private record GroupKey(String netns, Endpoint endpoint, Owner owner) {}

  private record CounterKey(String netns, String counter) {}

  public HostWindow(long startMs, long endMs) {
    this.startMs = startMs;
    this.endMs = endMs;
  }

  /** Counts one complete snapshot whose event time is inside of the window. */
  public void add(HostSample sample) {
    samples++;
    int id = numberIfNewest(sample);
    long[] sums = new long[SocketState.COUNT];
    Map<Endpoint, long[]> perEndpoint = new HashMap<>();
    Map<GroupKey, long[]> perGroup = new HashMap<>();
    for (EndpointSample endpoint : sample.endpoints()) {
      endpoint.counts().addTo(sums);
      endpoint
          .counts()
          .addTo(perEndpoint.computeIfAbsent(bounded(endpoint.endpoint()), key -> zeros()));
      for (Group group : endpoint.groups()) {
        GroupKey key = bounded(new GroupKey(group.netns(), group.endpoint(), group.owner()));
        group.counts().addTo(perGroup.computeIfAbsent(key, any -> zeros()));
      }
    }
    totals.add(sums, id);
    perEndpoint.forEach((endpoint, all) -> cells(endpoint).states().add(all, id));
    perGroup.forEach(
        (key, all) -> groups.computeIfAbsent(key, any -> new StateCells()).add(all, id));
    listeners(sample, id);
  }

  private static long[] zeros() {
    return new long[SocketState.COUNT];
  }

  /** A host that invents new endpoints with each snapshot fills one rest instead of the store. */
  private Endpoint bounded(Endpoint endpoint) {
    if (endpoints.containsKey(endpoint)) {
      return endpoint;
    }
    if (endpoints.size() >= MAX_ENDPOINTS) {
      return new Endpoint(endpoint.role(), 0);
    }
    endpoints.put(endpoint, new EndpointCells());
    return endpoint;
  }

  private GroupKey bounded(GroupKey key) {
    if (groups.containsKey(key)) {
      return key;
    }
    if (groups.size() >= MAX_GROUPS) {
      return new GroupKey(Group.ANY_NETNS, new Endpoint(key.endpoint().role(), 0), Owner.OTHER);
    }
    groups.put(key, new StateCells());
    return key;
  }

  private int numberIfNewest(HostSample sample) {
    boolean newest =
        sample.at() > newestAtMs || (sample.at() == newestAtMs && sample.seq() > newestSeq);
    if (!newest) {
      return 0;
    }
    newestAtMs = sample.at();
    newestSeq = sample.seq();
    return ++newestId;
  }

  /** Several namespaces may have a listener on the same port: the endpoint's queues are theirs. */
  private void listeners(HostSample sample, int id) {
    Map<Endpoint, ListenQueue> queues = new HashMap<>();
    for (EndpointSample endpoint : sample.endpoints()) {
      endpoint
          .listen()
          .ifPresent(queue -> queues.merge(bounded(endpoint.endpoint()), queue, ListenQueue::plus));
    }
    queues.forEach((endpoint, queue) -> cells(endpoint).add(queue, id));
  }

  private EndpointCells cells(Endpoint endpoint) {
    return endpoints.computeIfAbsent(endpoint, key -> new EndpointCells());
  }

  /** Takes by how much a kernel counter rose since the snapshot before. */
  public void addCounter(String netns, String counter, long delta) {
    counters
        .computeIfAbsent(new CounterKey(netns, counter), key -> new GaugeCell())
        .add(delta, newestId);
  }

  /** Remembers what a rule held an endpoint's state against. */
  public void judge(Endpoint endpoint, SocketState state, Judgement judgement) {
    cells(endpoint).judge(state, judgement);
  }

  /** Inclusive, milliseconds since the epoch. */
  public long startMs() {
    return startMs;
  }

  /** Exclusive, milliseconds since the epoch. */
  public long endMs() {
    return endMs;
  }

  /** Complete snapshots in the window. */
  public int samples() {
    return samples;
  }

  /** How often the window was closed: 0 while it is open. */
  public int revision() {
    return revision;
  }

  /** Marks the window as closed, or as closed again with a late snapshot in it. */
  public void close() {
    revision++;
  }

  /** The state over all endpoints. */
  public Gauge total(SocketState state) {
    return totals.gauge(state, samples, newestId);
  }

  /** The state at an endpoint; zeros when no snapshot showed it. */
  public Gauge endpoint(Endpoint endpoint, SocketState state) {
    EndpointCells cells = endpoints.get(endpoint);
    return cells == null
        ? new Gauge(samples, 0, 0, 0, 0)
        : cells.states().gauge(state, samples, newestId);
  }

  /** All groups that had sockets, in no order. */
  public List<GroupSeries> groups() {
    List<GroupSeries> series = new ArrayList<>(groups.size());
    groups.forEach(
        (key, cells) ->
            series.add(
                new GroupSeries(
                    key.netns(), key.endpoint(), key.owner(), cells.gauges(samples, newestId))));
    return series;
  }

  /** Accept queue lengths of the endpoint, over the snapshots in which it listened. */
  public Optional<Gauge> listenQueued(Endpoint endpoint) {
    return Optional.ofNullable(endpoints.get(endpoint))
        .flatMap(EndpointCells::queued)
        .map(GaugeCell::presentGauge);
  }

  /** What the accept queues of the endpoint could hold, where the system tells. */
  public Optional<Gauge> listenLimit(Endpoint endpoint) {
    return Optional.ofNullable(endpoints.get(endpoint))
        .flatMap(EndpointCells::limit)
        .map(GaugeCell::presentGauge);
  }

  /** What a kernel counter of a namespace did. */
  public Optional<CounterGauge> tcp(String netns, String counter) {
    return Optional.ofNullable(counters.get(new CounterKey(netns, counter)))
        .map(cell -> new CounterGauge(cell.presentGauge(), cell.sum()));
  }

  /** What a rule last held the state of the endpoint against. */
  public Optional<Judgement> judged(Endpoint endpoint, SocketState state) {
    return Optional.ofNullable(endpoints.get(endpoint)).flatMap(cells -> cells.judged(state));
  }

  /** The window as it goes to the topic of counts. */
  public WindowCounts counts(String host) {
    List<EndpointWindow> perEndpoint = new ArrayList<>(endpoints.size());
    endpoints.forEach(
        (endpoint, cells) ->
            perEndpoint.add(
                new EndpointWindow(
                    endpoint,
                    cells.states().gauges(samples, newestId),
                    cells.queued().map(GaugeCell::presentGauge),
                    cells.limit().map(GaugeCell::presentGauge))));
    return new WindowCounts(
        "host:" + host,
        Optional.of(host),
        Instant.ofEpochMilli(startMs),
        Instant.ofEpochMilli(endMs),
        revision,
        samples,
        totals.gauges(samples, newestId),
        perEndpoint,
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /** Gives up the groups, which are the larger part, and keeps host and endpoints. */
  public void dropGroups() {
    groups.clear();
  }

  /**
   * The compact binary form in at most so many bytes; the groups are given up when it takes more.
   */
  public byte[] encode(int maxBytes) {
    BinaryWriter out = new BinaryWriter(4_096);
    encode(out);
    if (out.size() > maxBytes) {
      dropGroups();
      out.clear();
      encode(out);
    }
    return out.toByteArray();
  }

  /** Appends the compact binary form, which begins with its version. */
  public void encode(BinaryWriter out) {
    out.varint(VERSION);
    out.varint(startMs);
    out.varint(endMs - startMs);
    out.varint(revision);
    out.varint(samples);
    out.zigzag(newestAtMs);
    out.zigzag(newestSeq);
    out.varint(newestId);
    totals.encode(out);
    out.varint(endpoints.size());
    endpoints.forEach(
        (endpoint, cells) -> {
          encode(out, endpoint);
          cells.encode(out);
        });
    out.varint(groups.size());
    groups.forEach(
        (key, cells) -> {
          out.text(key.netns());
          encode(out, key.endpoint());
          out.text(key.owner().kind().wireName());
          out.text(key.owner().name());
          cells.encode(out);
        });
    out.varint(counters.size());
    counters.forEach(
        (key, cell) -> {
          out.text(key.netns());
          out.text(key.counter());
          cell.encode(out);
        });
  }

  /** Reads what {@link #encode} wrote. */
  public static HostWindow decode(BinaryReader in) {
    int version = in.varint(MAX_SIZE);
    if (version != VERSION) {
      throw new IllegalStateException(
          "a stored window has version %d but this program reads %d".formatted(version, VERSION));
    }
    long startMs = in.varint();
    HostWindow window = new HostWindow(startMs, startMs + in.varint());
    window.revision = in.varint(MAX_SIZE);
    window.samples = in.varint(MAX_SIZE);
    window.newestAtMs = in.zigzag();
    window.newestSeq = in.zigzag();
    window.newestId = in.varint(MAX_SIZE);
    window.totals = StateCells.decode(in);
    int endpoints = in.varint(MAX_SIZE);
    for (int i = 0; i < endpoints; i++) {
      window.endpoints.put(decodeEndpoint(in), EndpointCells.decode(in));
    }
    int groups = in.varint(MAX_SIZE);
    for (int i = 0; i < groups; i++) {
      String netns = in.text(MAX_TEXT_BYTES);
      Endpoint endpoint = decodeEndpoint(in);
      Owner owner =
          new Owner(OwnerKind.ofWireName(in.text(MAX_TEXT_BYTES)), in.text(MAX_TEXT_BYTES));
      window.groups.put(new GroupKey(netns, endpoint, owner), StateCells.decode(in));
    }
    int counters = in.varint(MAX_SIZE);
    for (int i = 0; i < counters; i++) {
      window.counters.put(
          new CounterKey(in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES)), GaugeCell.decode(in));
    }
    return window;
  }

  private static void encode(BinaryWriter out, Endpoint endpoint) {
    out.varint(endpoint.port() << 1 | (endpoint.role() == Role.SERVER ? 0 : 1));
  }

  private static Endpoint decodeEndpoint(BinaryReader in) {
    int packed = in.varint(MAX_SIZE);
    return new Endpoint((packed & 1) == 0 ? Role.SERVER : Role.CLIENT, packed >> 1);
  }
}
