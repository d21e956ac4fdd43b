package dev.socketfleet.deploy.simulate.score;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * The rule engine over a whole fleet: an engine for each partition, as many at a time as there are
 * processors. Each partition has its own clock, driven by its records.
 */
public final class EngineRun {

  private static final int PARTITIONS = 12;

  private final SimulatedFleet fleet;
  private final RuleSet rules;
  private final int threads;

  public EngineRun(SimulatedFleet fleet, RuleSet rules, int threads) {
    this.fleet = fleet;
    this.rules = rules;
    this.threads = threads;
  }

  /**
   * Runs all partitions to the end.
   *
   * @param done told of snapshots as they are judged, by several threads
   * @return every alert that fired, by time
   */
  public List<Alert> run(long intervals, LongConsumer done) throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<Alert>>> running = new ArrayList<>();
      for (List<SimulatedHost> hosts : partitions()) {
        running.add(
            workers.submit(() -> new PartitionRun(fleet, hosts, rules).run(intervals, done)));
      }
      List<Alert> fired = new ArrayList<>();
      for (Future<List<Alert>> partition : running) {
        fired.addAll(partition.get());
      }
      fired.sort(Comparator.comparing(Alert::updatedAt).thenComparing(Alert::transition));
      return fired;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine broke off: " + e.getCause(), e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private List<List<SimulatedHost>> partitions() {
    List<List<SimulatedHost>> partitions = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new ArrayList<>());
    }
    fleet.hosts().forEach(host -> partitions.get(host.number() % PARTITIONS).add(host));
    partitions.removeIf(List::isEmpty);
    return partitions;
  }
}
