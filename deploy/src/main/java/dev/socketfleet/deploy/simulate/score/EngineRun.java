package dev.socketfleet.deploy.simulate.score;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.deploy.simulate.fleet.SimulatedFleet;
import dev.socketfleet.deploy.simulate.fleet.SimulatedHost;
import dev.socketfleet.streams.host.EngineSettings;
import dev.socketfleet.streams.memory.MemoryFleet;
import dev.socketfleet.streams.rule.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * The rule engine over a whole fleet: an engine for each partition and one above them, on a clock
 * that the simulation drives. Partitions work at the same time, as many as there are threads, and
 * wait for each other every second of that clock, when the fleet is judged.
 */
public final class EngineRun {

  private static final int PARTITIONS = 12;

  /** As often as the engine looks at what is due. */
  private static final long TICK_MS = 1_000;

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
   * @param done told of snapshots as they are judged
   * @return every alert that fired, by time
   */
  public List<Alert> run(long intervals, LongConsumer done) throws InterruptedException {
    List<Alert> fired = new ArrayList<>();
    MemoryFleet judged =
        new MemoryFleet(
            EngineSettings.DEFAULT,
            rules,
            alert -> {
              if (alert.status() == AlertStatus.FIRING) {
                fired.add(alert);
              }
            });
    List<PartitionRun> partitions = new ArrayList<>();
    partitions().forEach(hosts -> partitions.add(new PartitionRun(fleet, hosts, judged)));
    long startMs = fleet.settings().start().toEpochMilli();
    long endMs = startMs + intervals * fleet.settings().interval().toMillis();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      for (long nowMs = startMs + TICK_MS; nowMs <= endMs; nowMs += TICK_MS) {
        done.accept(advance(partitions, nowMs, workers));
        judged.advance(nowMs);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine broke off: " + e.getCause(), e.getCause());
    } finally {
      workers.shutdownNow();
    }
    partitions.forEach(partition -> fired.addAll(partition.fired()));
    fired.sort(Comparator.comparing(Alert::updatedAt).thenComparing(Alert::transition));
    return fired;
  }

  private long advance(List<PartitionRun> partitions, long nowMs, ExecutorService workers)
      throws InterruptedException, ExecutionException {
    List<Callable<Long>> shares = new ArrayList<>(threads);
    for (int i = 0; i < threads; i++) {
      int first = i;
      shares.add(
          () -> {
            long snapshots = 0;
            for (int at = first; at < partitions.size(); at += threads) {
              snapshots += partitions.get(at).advance(nowMs);
            }
            return snapshots;
          });
    }
    long snapshots = 0;
    for (Future<Long> share : workers.invokeAll(shares)) {
      snapshots += share.get();
    }
    return snapshots;
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
