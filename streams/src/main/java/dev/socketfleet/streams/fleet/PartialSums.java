package dev.socketfleet.streams.fleet;

import dev.socketfleet.common.model.WindowCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Adds up the closed windows of the hosts of one partition, anew and from what is stored whenever
 * one of them changed. So a repeat is equal to what it repeats, and nothing is added twice. Owned
 * by one stream thread.
 */
public final class PartialSums {

  /** Windows of one minute close together; late ones that follow are awaited for so long. */
  private static final long SETTLE_MS = 1_000;

  /** Values of a label; those that come later in the alphabet are left out. */
  private static final int MAX_VALUES = 500;

  private final Set<String> labels;
  private final long windowMs;
  private final long graceMs;
  private final Hosts hosts;
  private final Receiver receiver;
  private final Map<Long, Long> dueAtMs = new TreeMap<>();
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
   */
  public PartialSums(
      Set<String> labels, long windowMs, long graceMs, Hosts hosts, Receiver receiver) {
    this.labels = Set.copyOf(labels);
    this.windowMs = windowMs;
    this.graceMs = graceMs;
    this.hosts = hosts;
    this.receiver = receiver;
  }

  /** A window of some host was closed, or closed again, or may not have got out before a crash. */
  public void closed(long startMs, long clockMs) {
    dueAtMs.putIfAbsent(startMs, clockMs + SETTLE_MS);
  }

  /** Sends what is due by the partition clock; a window without any host, too: all are missing. */
  public void advance(long clockMs) {
    long endMs = Math.floorDiv(clockMs - graceMs, windowMs) * windowMs;
    if (nextEndMs == 0) {
      nextEndMs = endMs + windowMs;
    }
    // After a long standstill the windows in between had no host, and nobody waits for them.
    nextEndMs = Math.max(nextEndMs, endMs);
    while (nextEndMs <= endMs) {
      closed(nextEndMs - windowMs, clockMs);
      nextEndMs += windowMs;
    }
    for (long startMs : List.copyOf(dueAtMs.keySet())) {
      if (dueAtMs.getOrDefault(startMs, Long.MAX_VALUE) <= clockMs) {
        dueAtMs.remove(startMs);
        send(startMs);
      }
    }
  }

  private void send(long startMs) {
    Map<FleetScope, FleetWindow> sums = new LinkedHashMap<>();
    List<Host> inOrder = new ArrayList<>(hosts.all());
    // A sum of fractions depends on their order: the same hosts must give the same bytes.
    inOrder.sort(Comparator.comparing(Host::id));
    for (Host host : inOrder) {
      Optional<WindowCounts> window =
          hosts.window(host.id(), startMs).filter(it -> it.samples() > 0);
      for (FleetScope scope : scopes(host)) {
        FleetWindow sum =
            sums.computeIfAbsent(scope, any -> new FleetWindow(startMs, startMs + windowMs));
        window.ifPresentOrElse(sum::add, sum::addMissing);
      }
    }
    bounded(sums).forEach(receiver::partial);
  }

  private List<FleetScope> scopes(Host host) {
    List<FleetScope> scopes = new ArrayList<>(1 + labels.size());
    scopes.add(FleetScope.FLEET);
    for (String label : labels) {
      String value = host.labels().get(label);
      if (value != null) {
        scopes.add(FleetScope.ofLabel(label, value));
      }
    }
    return scopes;
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
