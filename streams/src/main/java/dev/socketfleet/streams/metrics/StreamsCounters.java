package dev.socketfleet.streams.metrics;

import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.wire.MalformedRecordException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the topology did, counted since the process started. Every counter exists from the start
 * with zero, so that a rate over it never begins with a gap. Safe for any thread.
 */
public final class StreamsCounters {

  private final Counter applied;
  private final Counter duplicate;
  private final Counter late;
  private final Counter incomplete;
  private final Counter windowsClosed;
  private final Counter judgingFailed;
  private final Counter hostsForgotten;
  private final Map<Reason, Counter> deadLetters = new EnumMap<>(Reason.class);
  private final Map<AlertStatus, Counter> transitions = new EnumMap<>(AlertStatus.class);

  public StreamsCounters(MeterRegistry registry) {
    applied = snapshots(registry, "applied");
    duplicate = snapshots(registry, "duplicate");
    late = snapshots(registry, "late");
    incomplete = snapshots(registry, "incomplete");
    windowsClosed =
        Counter.builder("socketfleet.windows.closed")
            .description("Windows of hosts closed, again after a late snapshot included")
            .register(registry);
    judgingFailed =
        Counter.builder("socketfleet.judging.failed")
            .description("Times that a host could not be judged, which is a defect")
            .register(registry);
    hostsForgotten =
        Counter.builder("socketfleet.hosts.forgotten")
            .description("Hosts that were taken out by `socketfleet hosts forget`")
            .register(registry);
    for (Reason reason : Reason.values()) {
      deadLetters.put(
          reason,
          Counter.builder("socketfleet.dead.letters")
              .description("Records set aside on the topic of dead letters")
              .tag("reason", reason.wireName())
              .register(registry));
    }
    for (AlertStatus status : AlertStatus.values()) {
      transitions.put(
          status,
          Counter.builder("socketfleet.alert.transitions")
              .description("Alerts that entered a status")
              .tag("status", status.wireName())
              .register(registry));
    }
  }

  private static Counter snapshots(MeterRegistry registry, String outcome) {
    return Counter.builder("socketfleet.snapshots")
        .description("Snapshots read, by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** A snapshot was counted in its windows. */
  public void snapshotApplied() {
    applied.increment();
  }

  /** A snapshot came again and changed nothing. */
  public void duplicate() {
    duplicate.increment();
  }

  /** A snapshot was older than the window retention. */
  public void late() {
    late.increment();
  }

  /** A snapshot said of itself that it is no full measurement. */
  public void incomplete() {
    incomplete.increment();
  }

  /** A record was set aside. */
  public void deadLetter(Reason reason) {
    count(deadLetters, reason);
  }

  /** An alert entered a status. */
  public void transition(AlertStatus status) {
    count(transitions, status);
  }

  /** A host could not be judged. */
  public void judgingFailed() {
    judgingFailed.increment();
  }

  /** A host was taken out by an operator. */
  public void hostForgotten() {
    hostsForgotten.increment();
  }

  /** A window of a host was closed. */
  public void windowClosed() {
    windowsClosed.increment();
  }

  /** Every constant has its counter from the constructor on. */
  private static <K> void count(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter != null) {
      counter.increment();
    }
  }
}
