package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.Gauge;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Adds up the partials of all partitions. A partial replaces the one before of its partition, so
 * repeats change nothing.
 *
 * <p>State and output reach the broker separately: after a crash the state may know of a window
 * that never got out. So each window is remembered from its first partial until long after it was
 * published, and what is remembered at the start is added up and published again, under the same
 * revision when nothing changed. Owned by one stream thread.
 */
public final class FleetSums {

  /** The partitions add up a window within a few seconds of each other. */
  private static final long SETTLE_MS = 3_000;

  /** Far longer than any commit interval: what is older was acknowledged. */
  private static final long REMEMBER_MS = 120_000;

  private static final int RECENT_WINDOWS = 10;

  private final Store store;
  private final Receiver receiver;
  private final Map<Window, Long> dueAtMs = new TreeMap<>();
  private final Map<Window, Long> rememberedSinceMs = new TreeMap<>();
  private final Set<Window> unsure = new TreeSet<>();

  /** One window of one scope. */
  public record Window(FleetScope scope, long startMs) implements Comparable<Window> {

    @Override
    public int compareTo(Window other) {
      int byTime = Long.compare(startMs, other.startMs);
      return byTime != 0 ? byTime : scope.text().compareTo(other.scope.text());
    }
  }

  /** What must outlive a crash. */
  public interface Store {

    /** The partials of the window, by partition, ascending. */
    Map<Integer, FleetWindow> partials(Window window);

    /** Keeps a partial in place of the one before. */
    void savePartial(Window window, int partition, FleetWindow partial);

    /** Remembers that the window has to be added up and published. */
    void remember(Window window);

    /** Forgets that again. */
    void forget(Window window);

    /** Those that the last owner of this task remembered. */
    Iterable<Window> remembered();

    /** What was published last under a key; its revision tells how often. */
    Optional<WindowCounts> published(String key, long startMs);

    /** Keeps what is published under the key. */
    void savePublished(String key, WindowCounts counts);

    /** Keeps the sum when it is the youngest of its scope. */
    void saveLatest(FleetScope scope, FleetWindow sum);
  }

  /** Where closed windows of the fleet go. */
  public interface Receiver {

    /**
     * A closed window.
     *
     * @param key of the topic of counts
     */
    void publish(String key, WindowCounts counts);

    /** A window was added up, for the first time or anew. */
    default void summed(FleetScope scope, FleetWindow sum) {}
  }

  public FleetSums(Store store, Receiver receiver) {
    this.store = store;
    this.receiver = receiver;
  }

  /** Takes up what was left to do. */
  public void restore(long nowMs) {
    for (Window window : store.remembered()) {
      dueAtMs.put(window, nowMs);
      rememberedSinceMs.put(window, nowMs);
      unsure.add(window);
    }
  }

  /** Takes the partial of a partition. */
  public void add(FleetScope scope, int partition, FleetWindow partial, long nowMs) {
    Window window = new Window(scope, partial.startMs());
    if (rememberedSinceMs.put(window, nowMs) == null) {
      store.remember(window);
    }
    store.savePartial(window, partition, partial);
    dueAtMs.putIfAbsent(window, nowMs + SETTLE_MS);
  }

  /** Adds up what is due by the wall clock. */
  public void advance(long nowMs) {
    for (Window window : List.copyOf(dueAtMs.keySet())) {
      if (dueAtMs.getOrDefault(window, Long.MAX_VALUE) <= nowMs) {
        dueAtMs.remove(window);
        addUp(window);
      }
    }
    forgetOld(nowMs);
  }

  /**
   * The last windows of a series as they were published, oldest first, for evidence.
   *
   * @param newestMs start of the last one
   * @return at most 10; a state that is not in a window is zero there
   */
  public List<Evidence.Point> recent(
      FleetScope scope, Endpoint endpoint, SocketState state, long newestMs, long windowMs) {
    List<Evidence.Point> points = new ArrayList<>(RECENT_WINDOWS);
    for (int back = RECENT_WINDOWS - 1; back >= 0; back--) {
      store
          .published(scope.key(endpoint), newestMs - back * windowMs)
          .ifPresent(
              it ->
                  points.add(
                      new Evidence.Point(
                          it.start(),
                          it.totals().getOrDefault(state, new Gauge(it.samples(), 0, 0, 0, 0)))));
    }
    return points;
  }

  private void forgetOld(long nowMs) {
    for (Window window : List.copyOf(rememberedSinceMs.keySet())) {
      long sinceMs = rememberedSinceMs.getOrDefault(window, nowMs);
      if (sinceMs < nowMs - REMEMBER_MS && !dueAtMs.containsKey(window)) {
        rememberedSinceMs.remove(window);
        store.forget(window);
      }
    }
  }

  private void addUp(Window window) {
    FleetWindow sum = null;
    for (FleetWindow partial : store.partials(window).values()) {
      if (sum == null) {
        sum = partial;
      } else {
        sum.add(partial);
      }
    }
    boolean again = unsure.remove(window);
    if (sum != null) {
      if (sum.samples() > 0) {
        publish(window.scope(), sum, again);
      }
      store.saveLatest(window.scope(), sum);
      receiver.summed(window.scope(), sum);
    }
  }

  private void publish(FleetScope scope, FleetWindow sum, boolean again) {
    publish(scope.key(), sum.total(scope, 1), again);
    sum.perEndpoint(scope, 1)
        .forEach((endpoint, counts) -> publish(scope.key(endpoint), counts, again));
  }

  /** What changed, under the next revision; what did not, only when it may not have got out. */
  private void publish(String key, WindowCounts first, boolean again) {
    Optional<WindowCounts> before = store.published(key, first.start().toEpochMilli());
    if (before.map(it -> it.withRevision(1)).equals(Optional.of(first))) {
      before.filter(it -> again).ifPresent(it -> receiver.publish(key, it));
      return;
    }
    WindowCounts counts = first.withRevision(1 + before.map(WindowCounts::revision).orElse(0));
    store.savePublished(key, counts);
    receiver.publish(key, counts);
  }
}
