package dev.socketfleet.streams.topology;

import dev.socketfleet.streams.query.StoresUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the stores of this instance are behind their changelogs. A standby that was handed out a
 * moment ago is empty and looks like one that has no hosts; its lag tells the difference. Asked for
 * on a thread of its own, since the broker may take its time; what was asked long ago counts as
 * unknown.
 */
final class CopyLags implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CopyLags.class);

  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration KNOWN_FOR = Duration.ofSeconds(5);

  /** A living owner is always a little ahead; one that is gone is caught up with. */
  private static final long PART_OF_THE_LOG = 200;

  private final Supplier<KafkaStreams> streams;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(CopyLags::daemon);
  private volatile Known known = new Known(Map.of(), System.nanoTime());

  /** Which partitions of each store are caught up, and since when that is known. */
  private record Known(Map<String, Map<Integer, Boolean>> caughtUp, long atNanos) {}

  CopyLags(Supplier<KafkaStreams> streams) {
    this.streams = streams;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "copy-lags");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to ask. */
  void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::refresh, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void refresh() {
    try {
      long now = System.nanoTime();
      Map<String, Map<Integer, Boolean>> caughtUp = new HashMap<>();
      streams
          .get()
          .allLocalStorePartitionLags()
          .forEach(
              (store, lags) -> {
                Map<Integer, Boolean> of = new HashMap<>();
                lags.forEach((partition, lag) -> of.put(partition, isCaughtUp(lag)));
                caughtUp.put(store, of);
              });
      known = new Known(Map.copyOf(caughtUp), now);
    } catch (IllegalStateException | StreamsException | StoresUnavailableException e) {
      log.debug("The lags of the stores are unknown", e);
    }
  }

  private static boolean isCaughtUp(LagInfo lag) {
    return lag.offsetLag() <= lag.endOffsetPosition() / PART_OF_THE_LOG;
  }

  /** Whether all of these stores have in a partition what their changelogs have. */
  boolean areCaughtUp(List<String> stores, int partition) {
    Known now = known;
    return System.nanoTime() - now.atNanos() < KNOWN_FOR.toNanos()
        && stores.stream()
            .allMatch(
                store ->
                    now.caughtUp().getOrDefault(store, Map.of()).getOrDefault(partition, false));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
