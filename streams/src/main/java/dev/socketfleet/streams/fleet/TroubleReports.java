package dev.socketfleet.streams.fleet;

import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Tells the fleet what the hosts of one partition have to tell: within a second when it changed,
 * and every half minute in any case, which makes good whatever was lost. Nobody waits for it. Owned
 * by one stream thread.
 */
public final class TroubleReports {

  private static final long EVERY_MS = 1_000;
  private static final long AT_LEAST_EVERY_MS = 30_000;

  private final Set<String> labels;
  private final Hosts hosts;
  private final Receiver receiver;
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

    /** Whether {@link #trouble} may be another than before. */
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
    Map<FleetScope, Integer> counts = new HashMap<>();
    Map<FleetScope, List<HostTrouble>> told = new HashMap<>();
    Set<String> live = new TreeSet<>();
    hosts.forEach(
        host -> {
          if (host.takeTouched()) {
            HostTrouble trouble = host.trouble();
            if (trouble.isEmpty()) {
              troubled.remove(host.id());
            } else {
              troubled.put(host.id(), trouble);
            }
          }
          HostTrouble trouble = troubled.get(host.id());
          for (FleetScope scope : FleetScope.of(host.labels(), labels)) {
            counts.merge(scope, 1, Integer::sum);
            List<HostTrouble> all = told.computeIfAbsent(scope, any -> new ArrayList<>(0));
            if (trouble != null) {
              all.add(trouble);
            }
          }
          if (trouble != null) {
            live.add(host.id());
          }
        });
    troubled.keySet().retainAll(live);
    Map<FleetScope, PartitionTrouble> reports = new HashMap<>();
    counts.forEach(
        (scope, count) -> {
          if (rules.isAnyOf(scope.text())) {
            List<HostTrouble> all = told.getOrDefault(scope, List.of());
            all.sort((one, other) -> one.host().compareTo(other.host()));
            reports.put(scope, new PartitionTrouble(count, all));
          }
        });
    return reports;
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
