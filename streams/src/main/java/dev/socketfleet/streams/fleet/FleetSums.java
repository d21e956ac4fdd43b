package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.WindowCounts;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adds up the partials of all partitions. A partial replaces the one before of its partition, so
 * repeats change nothing. Owned by one stream thread.
 */
public final class FleetSums {

  /** The partitions close a window within a second or two of each other. */
  private static final long SETTLE_MS = 1_500;

  private final Store store;
  private final Receiver receiver;
  private final Map<Window, Long> dueAtMs = new TreeMap<>();

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

    /**
     * Keeps a partial.
     *
     * @return whether it differs from the one before
     */
    boolean savePartial(Window window, int partition, FleetWindow partial);

    /** Remembers that the window has to be added up. */
    void savePending(Window window);

    /** Forgets that again. */
    void removePending(Window window);

    /** Those that had to be added up when the last owner of this task stopped. */
    Iterable<Window> pending();

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
  }

  public FleetSums(Store store, Receiver receiver) {
    this.store = store;
    this.receiver = receiver;
  }

  /** Takes up what was left to do. */
  public void restore(long nowMs) {
    store.pending().forEach(window -> dueAtMs.put(window, nowMs));
  }

  /** Takes the partial of a partition. */
  public void add(FleetScope scope, int partition, FleetWindow partial, long nowMs) {
    Window window = new Window(scope, partial.startMs());
    if (store.savePartial(window, partition, partial)
        && dueAtMs.putIfAbsent(window, nowMs + SETTLE_MS) == null) {
      store.savePending(window);
    }
  }

  /** Adds up what is due by the wall clock. */
  public void advance(long nowMs) {
    Iterator<Map.Entry<Window, Long>> all = dueAtMs.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Window, Long> due = all.next();
      if (due.getValue() <= nowMs) {
        all.remove();
        addUp(due.getKey());
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
    if (sum != null) {
      if (sum.samples() > 0) {
        publish(window.scope(), sum);
      }
      store.saveLatest(window.scope(), sum);
    }
    store.removePending(window);
  }

  private void publish(FleetScope scope, FleetWindow sum) {
    publish(scope.key(), sum.total(scope, 1));
    sum.perEndpoint(scope, 1).forEach((endpoint, counts) -> publish(scope.key(endpoint), counts));
  }

  /** Only what changed, under the next revision. */
  private void publish(String key, WindowCounts first) {
    Optional<WindowCounts> before = store.published(key, first.start().toEpochMilli());
    if (before.map(it -> it.withRevision(1)).equals(Optional.of(first))) {
      return;
    }
    WindowCounts counts = first.withRevision(1 + before.map(WindowCounts::revision).orElse(0));
    store.savePublished(key, counts);
    receiver.publish(key, counts);
  }
}
