package dev.socketfleet.deploy.simulate.fleet;

import dev.socketfleet.common.model.SocketState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one snapshot while they are made: first as usual, then as disturbed. Reused from
 * snapshot to snapshot; owned by one thread.
 */
public final class Draft {

  static final int STATES = SocketState.COUNT;

  private @Nullable SimulatedHost host;
  private long atMs;
  private long[] counts = {};
  private long[] oldestMs = {};
  private @Nullable String[] mainPeers = {};
  private boolean[] scattered = {};
  private long[] fullest = {};
  private long[] queued = {};
  private long[] used = {};
  private double[] counters = {};

  void begin(SimulatedHost of, long at) {
    host = of;
    atMs = at;
    int sites = of.endpoints();
    if (fullest.length < sites) {
      counts = new long[sites * STATES];
      oldestMs = new long[sites * STATES];
      mainPeers = new @Nullable String[sites * STATES];
      scattered = new boolean[sites];
      fullest = new long[sites];
      queued = new long[sites];
      used = new long[sites];
      counters = new double[of.namespaces().size() * Counter.COUNT];
    }
    if (counters.length < of.namespaces().size() * Counter.COUNT) {
      counters = new double[of.namespaces().size() * Counter.COUNT];
    }
    Arrays.fill(counts, 0);
    Arrays.fill(oldestMs, 0);
    Arrays.fill(mainPeers, null);
    Arrays.fill(scattered, false);
    Arrays.fill(fullest, 0);
    Arrays.fill(queued, 0);
    Arrays.fill(used, 0);
    Arrays.fill(counters, 0);
  }

  /** The host that the snapshot is of. */
  public SimulatedHost host() {
    if (host == null) {
      throw new IllegalStateException("a draft has no host before begin");
    }
    return host;
  }

  /** True time of the snapshot, milliseconds since the epoch, whatever the host's clock says. */
  public long atMs() {
    return atMs;
  }

  /** Sockets of the endpoint with this index in a state. */
  public long count(int endpoint, SocketState state) {
    return counts[endpoint * STATES + state.code()];
  }

  /** Replaces a count; below zero it is zero. */
  public void set(int endpoint, SocketState state, long count) {
    counts[endpoint * STATES + state.code()] = Math.max(0, count);
  }

  /** Adds to a count. */
  public void add(int endpoint, SocketState state, long more) {
    set(endpoint, state, count(endpoint, state) + more);
  }

  /** Leaves this part of a count, rounded. */
  public void scale(int endpoint, SocketState state, double part) {
    set(endpoint, state, Math.round(count(endpoint, state) * part));
  }

  /** For how long the oldest socket in the state has been in it, if that is more than before. */
  public void aged(int endpoint, SocketState state, long ageMs) {
    int at = endpoint * STATES + state.code();
    oldestMs[at] = Math.max(oldestMs[at], ageMs);
  }

  /** Puts nearly all sockets in the state on one remote address. */
  public void towards(int endpoint, SocketState state, String peer) {
    mainPeers[endpoint * STATES + state.code()] = peer;
  }

  /** Half-open connections of the endpoint come from an address each. */
  public void scatter(int endpoint) {
    scattered[endpoint] = true;
  }

  /**
   * What waits in the accept queues.
   *
   * @param inFullest in the fullest of the listening sockets
   * @param all in all of them, at least as many
   */
  public void queue(int endpoint, long inFullest, long all) {
    fullest[endpoint] = inFullest;
    queued[endpoint] = Math.max(inFullest, all);
  }

  /** Ports towards the main remote address. */
  public void use(int endpoint, long ports) {
    used[endpoint] = ports;
  }

  /** Lets a counter of the endpoint's namespace be higher by so much. */
  public void rise(int endpoint, Counter counter, double more) {
    int namespace = host().sites().get(endpoint).namespace();
    counters[namespace * Counter.COUNT + counter.index()] += Math.max(0, more);
  }

  /** For how long the oldest socket in the state has been in it; 0 when that is not known. */
  public long age(int endpoint, SocketState state) {
    return oldestMs[endpoint * STATES + state.code()];
  }

  /** What waits in the fullest accept queue of the endpoint. */
  public long fullestQueue(int endpoint) {
    return fullest[endpoint];
  }

  /** Ports towards the main remote address. */
  public long ports(int endpoint) {
    return used[endpoint];
  }

  /** A counter of the endpoint's namespace. */
  public long counterOf(int endpoint, Counter counter) {
    return (long) counter(host().sites().get(endpoint).namespace(), counter);
  }

  double counter(int namespace, Counter counter) {
    return counters[namespace * Counter.COUNT + counter.index()];
  }

  void usual(int namespace, Counter counter, double value) {
    counters[namespace * Counter.COUNT + counter.index()] = value;
  }

  long[] countsOf(int endpoint) {
    return Arrays.copyOfRange(counts, endpoint * STATES, (endpoint + 1) * STATES);
  }

  long total(int endpoint) {
    long total = 0;
    for (int at = endpoint * STATES; at < (endpoint + 1) * STATES; at++) {
      total += counts[at];
    }
    return total;
  }

  @Nullable String mainPeer(int endpoint, int state) {
    return mainPeers[endpoint * STATES + state];
  }

  boolean isScattered(int endpoint) {
    return scattered[endpoint];
  }

  long queued(int endpoint) {
    return queued[endpoint];
  }
}
