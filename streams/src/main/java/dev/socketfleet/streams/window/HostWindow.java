package dev.socketfleet.streams.window;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.ListenQueue;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.StateCounts;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.common.model.WindowCounts.EndpointWindow;
import dev.socketfleet.streams.binary.BinaryFormatException;
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
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one host in one window {@code [start, end)}: gauges of each state for the
 * host, each endpoint and each group (min and max of a sum cannot be derived from its parts, so
 * each level has its own), accept queues and kernel counters.
 *
 * <p>The order of the snapshots does not matter: {@code last} follows event time, then sequence.
 * Owned by one stream thread; queries decode a copy of their own.
 */
public final class HostWindow {

  /** An honest collector sends no more in one snapshot; what is beyond goes into one rest. */
  private static final int MAX_ENDPOINTS = 2_100;

  private static final int MAX_GROUPS = 4_200;

  /** Some 20 counters of 200 namespaces; what is beyond is not kept. */
  private static final int MAX_COUNTERS = 4_000;

  final long startMs;
  final long endMs;
  int revision;
  int samples;

  /** Event time and sequence of the youngest snapshot, and its number among the youngest ones. */
  long newestAtMs = Long.MIN_VALUE;

  long newestSeq = -1;
  int newestId;

  /** The youngest record of the log that was counted, and the broker's time of it. */
  long countedOffset = -1;

  long countedAppendMs;

  StateCells totals = new StateCells();
  final Map<Endpoint, EndpointCells> endpoints = new TreeMap<>();
  final Map<GroupKey, StateCells> groups = new HashMap<>();
  final Map<CounterKey, SampledCell> counters = new HashMap<>();

  /** Set once the groups took too much room: from then on they would be wrong, so none are kept. */
  boolean groupless;

  record GroupKey(String netns, Endpoint endpoint, Owner owner) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof GroupKey that
          && endpoint.equals(that.endpoint)
          && owner.equals(that.owner)
          && netns.equals(that.netns);
    }

    @Override
    public int hashCode() {
      return 31 * endpoint.hashCode() + owner.hashCode();
    }
  }

  /** Where the last snapshot counted its n-th endpoint. */
  private record Slot(GroupKey key, EndpointCells endpoint, StateCells group) {

    boolean isOf(Group other) {
      return key.endpoint.equals(other.endpoint())
          && key.owner.equals(other.owner())
          && key.netns.equals(other.netns());
    }
  }

  private final List<Slot> slots = new ArrayList<>();

  record CounterKey(String netns, String counter) {}

  public HostWindow(long startMs, long endMs) {
    this.startMs = startMs;
    this.endMs = endMs;
  }

  /** Counts one complete snapshot whose event time is inside of the window. */
  public void add(HostSample sample) {
    samples++;
    int id = numberIfNewest(sample);
    if (isPlain(sample)) {
      addPlain(sample, id);
      return;
    }
    unshareAll();
    addStates(sample, id);
    addListeners(sample);
    if (!groupless) {
      addGroups(sample, id);
    }
  }

  /**
   * Whether a record of the log was counted before: a crash can leave the window further than the
   * host's record, and then the log is read again.
   */
  public boolean hasCounted(long offset, long appendMs) {
    return offset <= countedOffset && appendMs <= countedAppendMs;
  }

  /** Notes up to which record of the log the window counts. */
  public void countedUpTo(long offset, long appendMs) {
    countedOffset = offset;
    countedAppendMs = appendMs;
  }

  /** The same port in several namespaces is one endpoint: it is summed before it is sampled. */
  private void addStates(HostSample sample, int id) {
    long[] sums = zeros();
    Map<Endpoint, long[]> perEndpoint = new HashMap<>();
    for (EndpointSample endpoint : sample.endpoints()) {
      endpoint.counts().addTo(sums);
      Endpoint key = admitted(endpoint.endpoint());
      endpoint.counts().addTo(perEndpoint.computeIfAbsent(key, any -> zeros()));
    }
    totals.add(StateCounts.of(sums), id);
    perEndpoint.forEach((endpoint, all) -> cells(endpoint).states().add(StateCounts.of(all), id));
  }

  /** Several namespaces may have a listener on the same port: the endpoint's queues are theirs. */
  private void addListeners(HostSample sample) {
    Map<Endpoint, ListenQueue> queues = new HashMap<>();
    for (EndpointSample endpoint : sample.endpoints()) {
      endpoint
          .listen()
          .ifPresent(
              queue -> queues.merge(admitted(endpoint.endpoint()), queue, ListenQueue::plus));
    }
    queues.forEach((endpoint, queue) -> cells(endpoint).add(queue, sample));
  }

  private void addGroups(HostSample sample, int id) {
    Map<GroupKey, long[]> perGroup = new HashMap<>();
    for (EndpointSample endpoint : sample.endpoints()) {
      for (Group group : endpoint.groups()) {
        GroupKey key = admitted(new GroupKey(group.netns(), group.endpoint(), group.owner()));
        group.counts().addTo(perGroup.computeIfAbsent(key, any -> zeros()));
      }
    }
    perGroup.forEach(
        (key, all) ->
            groups.computeIfAbsent(key, any -> new StateCells()).add(StateCounts.of(all), id));
  }

  /** One namespace, one owner for each endpoint, and room for all: nothing is to be summed. */
  private boolean isPlain(HostSample sample) {
    List<EndpointSample> all = sample.endpoints();
    if (groupless
        || endpoints.size() + all.size() > MAX_ENDPOINTS
        || groups.size() + all.size() > MAX_GROUPS) {
      return false;
    }
    for (EndpointSample endpoint : all) {
      if (endpoint.groups().size() > 1 || !endpoint.netns().equals(all.get(0).netns())) {
        return false;
      }
    }
    return true;
  }

  private void addPlain(HostSample sample, int id) {
    long[] sums = zeros();
    List<EndpointSample> all = sample.endpoints();
    for (int i = 0; i < all.size(); i++) {
      EndpointSample endpoint = all.get(i);
      Slot slot = slot(i, endpoint);
      endpoint.counts().addTo(sums);
      slot.endpoint().states().add(endpoint.counts(), id);
      if (slot.group() != slot.endpoint().states()) {
        slot.group().add(endpoint.counts(), id);
      }
      if (endpoint.listen().isPresent()) {
        slot.endpoint().add(endpoint.listen().get(), sample);
      }
    }
    totals.add(StateCounts.of(sums), id);
  }

  /** A host tells the same endpoints in the same order most of the time. */
  private Slot slot(int index, EndpointSample sample) {
    Group group = sample.groups().get(0);
    if (index < slots.size()) {
      Slot slot = slots.get(index);
      if (slot.isOf(group)) {
        return slot;
      }
    }
    GroupKey key = new GroupKey(group.netns(), group.endpoint(), group.owner());
    Slot slot = slot(key);
    if (index < slots.size()) {
      slots.set(index, slot);
    } else {
      slots.add(slot);
    }
    return slot;
  }

  private Slot slot(GroupKey key) {
    StateCells group = groups.get(key);
    EndpointCells endpoint = endpoints.get(key.endpoint());
    if (endpoint == null) {
      endpoint = new EndpointCells();
      endpoints.put(key.endpoint(), endpoint);
      group = endpoint.share();
      groups.put(key, group);
    } else if (group == null) {
      endpoint.unshare();
      group = new StateCells();
      groups.put(key, group);
    } else if (group != endpoint.states()) {
      endpoint.unshare();
    }
    return new Slot(key, endpoint, group);
  }

  private void unshareAll() {
    endpoints.values().forEach(EndpointCells::unshare);
  }

  private static long[] zeros() {
    return new long[SocketState.COUNT];
  }

  /** A host that invents new endpoints with each snapshot fills one rest instead of the store. */
  private Endpoint admitted(Endpoint endpoint) {
    if (!endpoints.containsKey(endpoint)) {
      if (endpoints.size() >= MAX_ENDPOINTS) {
        return new Endpoint(endpoint.role(), 0);
      }
      endpoints.put(endpoint, new EndpointCells());
    }
    return endpoint;
  }

  private GroupKey admitted(GroupKey key) {
    if (!groups.containsKey(key)) {
      if (groups.size() >= MAX_GROUPS) {
        return new GroupKey(Group.ANY_NETNS, new Endpoint(key.endpoint().role(), 0), Owner.OTHER);
      }
      groups.put(key, new StateCells());
    }
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

  private EndpointCells cells(Endpoint endpoint) {
    return endpoints.computeIfAbsent(endpoint, key -> new EndpointCells());
  }

  /**
   * Takes all that another window of the host saw, which must share no snapshot with this one. The
   * revisions add up. Endpoints and groups beyond the bounds of a window count in the totals only:
   * a rest of windows has no min and max.
   */
  public void merge(HostWindow other) {
    unshareAll();
    revision += other.revision;
    samples += other.samples;
    boolean newest =
        other.newestAtMs > newestAtMs
            || (other.newestAtMs == newestAtMs && other.newestSeq > newestSeq);
    if (newest) {
      newestAtMs = other.newestAtMs;
      newestSeq = other.newestSeq;
      newestId++;
    }
    int id = newest ? newestId : 0;
    totals.merge(other.totals, other.newestId, id);
    other.endpoints.forEach(
        (endpoint, cells) -> {
          if (endpoints.size() < MAX_ENDPOINTS || endpoints.containsKey(endpoint)) {
            cells(endpoint).merge(cells, other.newestId, id);
          }
        });
    if (other.groupless) {
      dropGroups();
    }
    if (!groupless) {
      other.groups.forEach(
          (key, cells) -> {
            if (groups.size() < MAX_GROUPS || groups.containsKey(key)) {
              groups.computeIfAbsent(key, any -> new StateCells()).merge(cells, other.newestId, id);
            }
          });
    }
    other.counters.forEach(
        (key, cell) -> {
          if (counters.size() < MAX_COUNTERS || counters.containsKey(key)) {
            counters.computeIfAbsent(key, any -> new SampledCell()).merge(cell);
          }
        });
  }

  /** Takes by how much a kernel counter rose from the snapshot before to the youngest one. */
  public void addCounter(String netns, String counter, long delta) {
    CounterKey key = new CounterKey(netns, counter);
    if (counters.containsKey(key) || counters.size() < MAX_COUNTERS) {
      counters.computeIfAbsent(key, any -> new SampledCell()).add(delta, newestAtMs, newestSeq);
    }
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

  /**
   * The state at an endpoint in one network namespace, or in all when the groups took too much
   * room; min and max are bounds where several owners have sockets there and others elsewhere.
   */
  public Gauge endpoint(String netns, Endpoint endpoint, SocketState state) {
    GaugeSum there = new GaugeSum(samples);
    boolean elsewhere = false;
    for (GroupSeries group : groups()) {
      Gauge gauge = group.endpoint().equals(endpoint) ? group.states().get(state) : null;
      if (gauge != null && group.netns().equals(netns)) {
        there.add(gauge);
      } else if (gauge != null) {
        elsewhere = true;
      }
    }
    return elsewhere ? there.gauge() : endpoint(endpoint, state);
  }

  /** All groups that had sockets, in no order; none when they took too much room. */
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
    return Optional.ofNullable(endpoints.get(endpoint)).flatMap(EndpointCells::queued);
  }

  /** What the accept queues of the endpoint could hold, where the system tells. */
  public Optional<Gauge> listenLimit(Endpoint endpoint) {
    return Optional.ofNullable(endpoints.get(endpoint)).flatMap(EndpointCells::limit);
  }

  /** What a kernel counter of a namespace did. */
  public Optional<CounterGauge> tcp(String netns, String counter) {
    return Optional.ofNullable(counters.get(new CounterKey(netns, counter)))
        .map(cell -> new CounterGauge(cell.gauge(), cell.sum()));
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
                    cells.queued(),
                    cells.limit())));
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

  /** Gives up the groups, which are the larger part, for good; keeps host and endpoints. */
  public void dropGroups() {
    unshareAll();
    slots.clear();
    groups.clear();
    groupless = true;
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
    HostWindowCodec.encode(this, out);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BinaryFormatException when it is damaged or from another version
   */
  public static HostWindow decode(BinaryReader in) {
    return decode(in, new WindowPart.Whole());
  }

  /** The same of a part of it, for reading only: the rest seems to be empty. */
  public static HostWindow decode(BinaryReader in, WindowPart part) {
    return HostWindowCodec.decode(in, part);
  }
}
