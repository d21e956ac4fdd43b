package dev.socketfleet.streams.memory;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Evidence;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.model.WindowCounts;
import dev.socketfleet.streams.fleet.FleetAlerts;
import dev.socketfleet.streams.fleet.FleetScope;
import dev.socketfleet.streams.fleet.FleetSums;
import dev.socketfleet.streams.fleet.FleetWindow;
import dev.socketfleet.streams.fleet.PartitionTrouble;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.rule.FleetCause;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All partitions and the fleet above them, with the rules on both. What fires about many hosts
 * holds back the alerts of single ones from the next second on.
 *
 * <p>Partitions may work at the same time, each in one thread; while the fleet is judged they rest.
 */
public final class MemoryFleet {

  private final EngineSettings settings;
  private final RuleSet rules;
  private final Consumer<Alert> listener;
  private final List<MemoryPartition> partitions = new ArrayList<>();
  private final MemoryWindows windows = new MemoryWindows();
  private final FleetSums sums = new FleetSums(windows, new Judge());
  private final Map<String, FleetAlerts> alerts = new TreeMap<>();
  private final Map<String, Alert> firing = new TreeMap<>();
  private volatile RuleSet inForce;
  private boolean spoken;
  private long nowMs;

  /**
   * A fleet without hosts.
   *
   * @param listener takes the transitions about many hosts
   */
  public MemoryFleet(EngineSettings settings, RuleSet rules, Consumer<Alert> listener) {
    this.settings = settings;
    this.rules = rules;
    this.inForce = rules;
    this.listener = listener;
  }

  /**
   * One more partition.
   *
   * @param windowsKept of each host; a snapshot that comes later than that begins its window anew
   * @param listener takes the transitions of its hosts, in the thread of the partition
   */
  public MemoryPartition partition(int windowsKept, Consumer<Alert> listener) {
    MemoryPartition partition =
        new MemoryPartition(partitions.size(), settings, () -> inForce, windowsKept, listener);
    partitions.add(partition);
    return partition;
  }

  /**
   * Judges the fleet; as often as the partitions do what is due, and after them.
   *
   * @param nowMs milliseconds since the epoch, never moves backwards
   */
  public void advance(long nowMs) {
    this.nowMs = nowMs;
    partitions.forEach(partition -> partition.report(this));
    sums.advance(nowMs);
    alerts.values().forEach(scope -> scope.advance(inForce, nowMs));
    if (spoken) {
      spoken = false;
      inForce = rules.with(FleetCause.of(firing.values()));
    }
  }

  void summed(FleetScope scope, int partition, FleetWindow sum) {
    sums.add(scope, partition, sum, nowMs);
  }

  void troubled(FleetScope scope, int partition, PartitionTrouble trouble) {
    alerts(scope).told(partition, trouble);
  }

  private FleetAlerts alerts(FleetScope scope) {
    return alerts.computeIfAbsent(
        scope.text(),
        any -> new FleetAlerts(scope, settings.alertRetention().toMillis(), new Output(scope)));
  }

  /** Judges what was added up. */
  private final class Judge implements FleetSums.Receiver {

    /** Nobody reads the topic of counts here. */
    @Override
    public void publish(String key, WindowCounts counts) {}

    @Override
    public void summed(FleetScope scope, FleetWindow sum) {
      if (alerts.containsKey(scope.text()) || inForce.isAnyOf(scope.text())) {
        alerts(scope).summed(sum, inForce, nowMs);
      }
    }
  }

  /** Where the alerts of a scope go. */
  private final class Output implements FleetAlerts.Output {

    private final FleetScope scope;

    Output(FleetScope scope) {
      this.scope = scope;
    }

    /** Nothing is restored here. */
    @Override
    public void save(byte[] state) {}

    @Override
    public void publish(Alert alert) {
      spoken = true;
      if (alert.status() == AlertStatus.FIRING) {
        firing.put(alert.id(), alert);
      } else {
        firing.remove(alert.id());
      }
      listener.accept(alert);
    }

    @Override
    public void publishForgotten(String alertId) {}

    @Override
    public List<Evidence.Point> recent(Endpoint endpoint, SocketState state) {
      return sums.recent(
          scope, endpoint, state, windows.latestMs(scope), settings.windowSize().toMillis());
    }

    /** A defect that is counted elsewhere must not be mistaken for silence here. */
    @Override
    public void judgingFailed(RuntimeException cause) {
      throw new IllegalStateException(
          "the hosts of " + scope.text() + " could not be judged together", cause);
    }
  }
}
