package dev.socketfleet.streams.fleet;

import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Tells the fleet what the hosts of one partition have to tell: within a second when it changed,
 * and every half minute in any case, which makes good whatever was lost. Nobody waits for it. Of
 * thousands of hosts only those are looked at of which something was heard. Owned by one stream
 * thread.
 */
public final class TroubleReports {

  private static final long EVERY_MS = 1_000;
  private static final long AT_LEAST_EVERY_MS = 30_000;

  private final Set<String> labels;
  private final Hosts hosts;
  private final Receiver receiver;

  /** Of all hosts; what they are in, and how many are, changes with hosts and labels only. */
  private final Map<String, List<FleetScope>> scopes = new HashMap<>();

  private final Map<FleetScope, Integer> counts = new HashMap<>();
  private final Map<String, HostTrouble> troubled = new TreeMap<>();
  private final Map<FleetScope, Sent> sent = new HashMap<>();
  private long lookedAtMs;

  private record Sent(PartitionTrouble rounded, long atMs) {}

  /** The hosts of the partition that are not gone. */
  public interface Hosts {

    /** Each of them once. */
    void forEach(Consumer<Host> action);
  }

  /** A host of the partition. */
  public interface Host {

    String id();

    Map<String, String> labels();

    /**
     * Whether {@link #labels} or {@link #trouble} may be others than before; true for a new one.
     */
    boolean takeTouched();

    /** What it has to tell. */
    HostTrouble trouble();
  }

  /** Where the reports go. */
  public interface Receiver {

    /** All of this partition. */
    void report(FleetScope scope, PartitionTrouble trouble);
  }

  /**
   * Nothing told yet.
   *
   * @param labels whose values are scopes of their own
   */
  public TroubleReports(Set<String> labels, Hosts hosts, Receiver receiver) {
    this.labels = Set.copyOf(labels);
    this.hosts = hosts;
    this.receiver = receiver;
  }

  /** Tells what is due, by the clock of the process. */
  public void advance(long nowMs, RuleSet rules) {
    if (nowMs - lookedAtMs < EVERY_MS || rules.ofScopes().isEmpty()) {
      return;
    }
    lookedAtMs = nowMs;
    Map<FleetScope, PartitionTrouble> now = look(rules);
    Set<FleetScope> gone = new TreeSet<>((one, other) -> one.text().compareTo(other.text()));
    gone.addAll(sent.keySet());
    gone.removeAll(now.keySet());
    now.forEach((scope, trouble) -> tell(scope, trouble, nowMs));
    gone.forEach(scope -> tell(scope, PartitionTrouble.NONE, nowMs));
  }

  private Map<FleetScope, PartitionTrouble> look(RuleSet rules) {
    AtomicInteger seen = new AtomicInteger();
    hosts.forEach(
        host -> {
          seen.incrementAndGet();
          if (host.takeTouched()) {
            learn(host);
          }
        });
    if (seen.get() != scopes.size()) {
      dropGone();
    }
    Map<FleetScope, List<HostTrouble>> told = new HashMap<>();
    troubled.forEach(
        (id, trouble) ->
            scopesOf(id)
                .forEach(
                    scope -> told.computeIfAbsent(scope, any -> new ArrayList<>()).add(trouble)));
    Map<FleetScope, PartitionTrouble> reports = new HashMap<>();
    counts.forEach(
        (scope, count) -> {
          if (rules.isAnyOf(scope.text())) {
            reports.put(scope, new PartitionTrouble(count, told.getOrDefault(scope, List.of())));
          }
        });
    return reports;
  }

  private List<FleetScope> scopesOf(String host) {
    return scopes.getOrDefault(host, List.of());
  }

  /** Every host is touched when it comes, so that each is learned once at least. */
  private void learn(Host host) {
    List<FleetScope> now = FleetScope.of(host.labels(), labels);
    List<FleetScope> before = scopes.put(host.id(), now);
    if (!now.equals(before)) {
      count(before == null ? List.of() : before, -1);
      count(now, 1);
    }
    HostTrouble trouble = host.trouble();
    if (trouble.isEmpty()) {
      troubled.remove(host.id());
    } else {
      troubled.put(host.id(), trouble);
    }
  }

  private void dropGone() {
    Set<String> live = new HashSet<>();
    hosts.forEach(host -> live.add(host.id()));
    for (String id : List.copyOf(scopes.keySet())) {
      if (!live.contains(id)) {
        count(scopesOf(id), -1);
        scopes.remove(id);
        troubled.remove(id);
      }
    }
  }

  private void count(List<FleetScope> some, int change) {
    for (FleetScope scope : some) {
      counts.merge(scope, change, (had, more) -> had + more == 0 ? null : had + more);
    }
  }

  private void tell(FleetScope scope, PartitionTrouble trouble, long nowMs) {
    PartitionTrouble rounded = trouble.rounded();
    Sent before = sent.get(scope);
    if (before == null
        || !before.rounded().equals(rounded)
        || nowMs - before.atMs() >= AT_LEAST_EVERY_MS) {
      receiver.report(scope, trouble);
      sent.put(scope, new Sent(rounded, nowMs));
    }
  }
}
