package dev.socketfleet.collector;

import dev.socketfleet.collector.normalize.EphemeralRange;
import dev.socketfleet.collector.normalize.NormalizedSockets;
import dev.socketfleet.collector.normalize.Normalizer;
import dev.socketfleet.collector.normalize.SnapshotSize;
import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.common.model.CollectorHealth;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.Snapshot;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the snapshots of this host, one after the other. Owned by one thread. */
final class HostCollector implements AutoCloseable {

  private static final int MAX_NOTES = 32;
  private static final int MAX_NOTE = 500;
  private static final int BOOT_BYTES = 8;

  private final CollectorConfig config;
  private final Clock clock;
  private final SocketTable table = new SocketTable();
  private final SnapshotSize size = new SnapshotSize();
  private final CaptureBudget budget;
  private final String boot;
  private @Nullable ObservedHost observed;
  private @Nullable Normalizer normalizer;
  private long seq;

  HostCollector(CollectorConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.budget = new CaptureBudget(config.interval(), config.budgetPercent());
    byte[] random = new byte[BOOT_BYTES];
    new SecureRandom().nextBytes(random);
    this.boot = HexFormat.of().formatHex(random);
  }

  /**
   * Opens the source.
   *
   * @throws SourceUnavailableException when the configured one, or none, works on this host
   */
  void start() throws SourceUnavailableException {
    ObservedHost host = ObservedHost.open(config, table, clock, HostCollector::monotonicMs);
    observed = host;
    normalizer = new Normalizer(table, EphemeralRange.ofSystem(host.os()), config.groupLimit());
  }

  /**
   * Counts all sockets now.
   *
   * @param dropped how many snapshots were lost so far, for the collector's health
   */
  Snapshot capture(LongSupplier dropped) {
    ObservedHost host = Objects.requireNonNull(observed, "start() comes first");
    Normalizer grouping = Objects.requireNonNull(normalizer, "start() comes first");
    long startNanos = System.nanoTime();
    Instant capturedAt = Instant.ofEpochMilli(clock.millis());
    Capture capture = host.source().capture(table);
    List<String> notes = new ArrayList<>(host.notes());
    notes.addAll(capture.notes());
    notes.addAll(host.resolve().get());
    NormalizedSockets sockets = grouping.normalize(capture, host.holders(), monotonicMs());
    long micros = (System.nanoTime() - startNanos) / 1_000;
    budget.took(Duration.ofNanos(micros * 1_000));
    budget.note().ifPresent(notes::add);
    return size.fit(
        new Snapshot(
            config.host(),
            config.labels(),
            host.os(),
            boot,
            seq++,
            capturedAt,
            budget.interval(),
            host.source().name(),
            capture.complete(),
            notes.stream().limit(MAX_NOTES).map(note -> Quoted.of(note, MAX_NOTE)).toList(),
            sockets.groups(),
            sockets.namespaces(),
            new CollectorHealth(
                ProcessHealth.version(), micros, ProcessHealth.rssBytes(), dropped.getAsLong())));
  }

  /** How many intervals there are between two captures, see {@link CaptureBudget}. */
  int stretch() {
    return budget.stretch();
  }

  private static long monotonicMs() {
    return System.nanoTime() / 1_000_000;
  }

  @Override
  public void close() {
    ObservedHost host = observed;
    observed = null;
    if (host != null) {
      host.source().close();
    }
  }
}
