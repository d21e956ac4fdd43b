package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.WindowCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the closed windows of the hosts of one partition, anew and from what is stored whenever
 * one of them changed. So a repeat is equal to what it repeats, and nothing is added twice. Owned
 * by one stream thread.
 */
public final class PartialSums {

  /** The hosts close a window within a span; late ones that follow are awaited for so long. */
  private static final long SETTLE_MS = 1_000;

  /** Values of a label; those that come later in the alphabet are left out. */
  private static final int MAX_VALUES = 500;

  private final Set<String> labels;
  private final long windowMs;
  private final long closedAfterMs;
  private final Hosts hosts;
  private final Receiver receiver;
  private final Map<Long, Long> dueAtMs = new TreeMap<>();
  private @Nullable Sums underWay;
  private long nextEndMs;

  /** The hosts of the partition. */
  public interface Hosts {

    /** Those that are not gone. */
    List<Host> all();

    /** Their closed window with this start. */
    Optional<WindowCounts> window(String host, long startMs);
  }

  /** A host of the partition. */
  public record Host(String id, Map<String, String> labels) {}

  /** Where the sums go. */
  public interface Receiver {

    /** The sum of this partition. */
    void partial(FleetScope scope, FleetWindow window);
  }

  /**
   * Sums of nothing yet.
   *
   * @param labels whose values get windows of their own
   * @param closedAfterMs how long after its end the last host closes a window
   */
  public PartialSums(
      Set<String> labels, long windowMs, long closedAfterMs, Hosts hosts, Receiver receiver) {
    this.labels = Set.copyOf(labels);
    this.windowMs = windowMs;
    this.closedAfterMs = closedAfterMs;
    this.hosts = hosts;
    this.receiver = receiver;
  }

  /** A window of some host was closed, or closed again, or may not have got out before a crash. */
  public void closed(long startMs, long clockMs) {
    long allMs = startMs + windowMs + closedAfterMs;
    dueAtMs.putIfAbsent(startMs, Math.max(clockMs, allMs) + SETTLE_MS);
  }

  /**
   * Adds up what is due by the partition clock; a window without any host, too: all are missing.
   *
   * @param most hosts to look at in this call, so that nobody waits for thousands
   */
  public void advance(long clockMs, int most) {
    long endMs = Math.floorDiv(clockMs - closedAfterMs, windowMs) * windowMs;
    if (nextEndMs == 0) {
      nextEndMs = endMs + windowMs;
    }
    // After a long standstill the windows in between had no host, and nobody waits for them.
    nextEndMs = Math.max(nextEndMs, endMs);
    while (nextEndMs <= endMs) {
      closed(nextEndMs - windowMs, clockMs);
      nextEndMs += windowMs;
    }
    int left = most;
    while (left > 0) {
      if (underWay == null) {
        underWay = next(clockMs);
      }
      if (underWay == null) {
        return;
      }
      left -= underWay.add(left);
      if (underWay.isDone()) {
        bounded(underWay.sums).forEach(receiver::partial);
        underWay = null;
        left--;
      }
    }
  }

  private @Nullable Sums next(long clockMs) {
    for (Map.Entry<Long, Long> due : dueAtMs.entrySet()) {
      if (due.getValue() <= clockMs) {
        dueAtMs.remove(due.getKey());
        return new Sums(due.getKey());
      }
    }
    return null;
  }

  /** The sums of one window, as far as they got. */
  private final class Sums {

    private final long startMs;
    private final Iterator<Host> hostsLeft;
    private final Map<FleetScope, FleetWindow> sums = new LinkedHashMap<>();

    Sums(long startMs) {
      this.startMs = startMs;
      List<Host> inOrder = new ArrayList<>(hosts.all());
      // A sum of fractions depends on their order: the same hosts must give the same bytes.
      inOrder.sort(Comparator.comparing(Host::id));
      this.hostsLeft = inOrder.iterator();
    }

    boolean isDone() {
      return !hostsLeft.hasNext();
    }

    int add(int most) {
      int added = 0;
      for (; added < most && hostsLeft.hasNext(); added++) {
        add(hostsLeft.next());
      }
      return added;
    }

    private void add(Host host) {
      Optional<WindowCounts> window =
          hosts.window(host.id(), startMs).filter(it -> it.samples() > 0);
      for (FleetScope scope : FleetScope.of(host.labels(), labels)) {
        FleetWindow sum =
            sums.computeIfAbsent(scope, any -> new FleetWindow(startMs, startMs + windowMs));
        window.ifPresentOrElse(sum::add, sum::addMissing);
      }
    }
  }

  private Map<FleetScope, FleetWindow> bounded(Map<FleetScope, FleetWindow> sums) {
    int most = 1 + MAX_VALUES * labels.size();
    if (sums.size() <= most) {
      return sums;
    }
    Map<FleetScope, FleetWindow> kept = new HashMap<>();
    sums.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().text()))
        .limit(most)
        .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    return kept;
  }
}
